import "./endpoints";
import "./addresses";
import "./numbers";
import "./orders";
import "./organisation";
