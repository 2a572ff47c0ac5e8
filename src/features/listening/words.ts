import type { Locale } from "../../kernel/directory.ts";

/** What one says when a price is on the table. A channel's people may write in any of the languages. */
export const PRICE_WORDS: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    ...["price", "prices", "priced", "pricing", "price list", "list price"],
    ...["discount", "discounts", "discounted", "rebate", "rebates"],
    ...["quote", "quotes", "quotation", "quotations"],
  ],
  de: [
    ...["Preis", "Preise", "Preisen", "Preises", "Preisliste", "Listenpreis", "Listenpreise", "Sonderpreis"],
    ...["Preisanpassung", "Preiserhöhung", "Preisnachlass", "Preisangebot"],
    ...["Rabatt", "Rabatte", "Rabatten", "Rabatts", "Mengenrabatt", "Nachlass", "Nachlässe", "Skonto"],
    ...["Angebot", "Angebote", "Angeboten", "Angebots", "Angebotes", "Kostenvoranschlag"],
  ],
  zh: ["价格", "报价", "折扣", "打折", "单价", "售价", "降价", "涨价", "优惠价", "价目表"],
};
