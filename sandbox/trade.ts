import { Catalogue } from "./catalogue";
import type { Clock } from "./clock";
import type { Guesses } from "./guesses";
import { KeyBook } from "./key-book";
import { Ledger } from "./ledger";
import { OrderStore } from "./order-store";
import { NumberPool } from "./pool";
import { QuoteBook } from "./quotes";
import { ReconnectStore } from "./reconnect-store";
import type { SidSource } from "./sids";

/** What an organisation can buy and has bought, and the money for it; made anew with every seed. */
export class Trade {
  readonly ledger: Ledger;
  readonly catalogue: Catalogue;
  readonly pool = new NumberPool();
  readonly quotes: QuoteBook;
  readonly orders: OrderStore;
  readonly orderKeys: KeyBook;
  readonly reconnects: ReconnectStore;
  readonly reconnectKeys: KeyBook;

  constructor(options: { scope: string; sids: SidSource; clock: Clock; guesses: Guesses }) {
    this.ledger = new Ledger(options.clock);
    this.catalogue = new Catalogue(options.sids);
    this.quotes = new QuoteBook(options);
    this.orders = new OrderStore(options.sids);
    this.orderKeys = new KeyBook(options);
    this.reconnects = new ReconnectStore(options.sids);
    this.reconnectKeys = new KeyBook(options);
  }
}
