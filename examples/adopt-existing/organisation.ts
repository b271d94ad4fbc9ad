import * as cloudnumbering from "pulumi-cloudnumbering";

new cloudnumbering.Organisation("organisation", {
  name: "Harbour & Vale Ltd",
  tradingName: "Harbour & Vale",
  addr1: "4 Quayside Yard",
  city: "Leeds",
  state: "West Yorkshire",
  postcode: "LS1 4XX",
  countryIso: "GB",
  registeredCountryIso: "GB",
  typeOfBusiness: "LIMITED_COMPANY",
  productUseCase: "Inbound calls and appointment reminders",
  website: "https://harbour-and-vale.example",
  productDescription: "Chartered surveyors",
});
