import type { Row } from "./account.ts";

const BERLIN = "Europe/Berlin";
const VIENNA = "Europe/Vienna";
const ZURICH = "Europe/Zurich";
const LONDON = "Europe/London";
const NEW_YORK = "America/New_York";
const CHICAGO = "America/Chicago";
const SHANGHAI = "Asia/Shanghai";
const TOKYO = "Asia/Tokyo";

/** Customers at the start of the demo. */
export const LIVING: readonly Row[] = [
  ["Northwind", "M", "DACH", BERLIN, "food trade", "anna", "marta*", 50, "48000 EUR"],
  ["Contoso", "M", "DACH", BERLIN, "machinery", "anna", "marta*", 60, "36500 EUR"],
  ["Adatum", "M", "DACH", BERLIN, "logistics", "anna", "marta*", 50, "44000 EUR"],
  ["Fabrikam", "E", "DACH", VIENNA, "electronics", "anna", "jonas*", 220, "186000 EUR"],
  ["Litware", "S", "DACH", BERLIN, "software", "anna", "", 18, "16200 EUR"],
  ["Tailspin Tools", "M", "DACH", BERLIN, "tools", "anna", "", 40, "31000 EUR"],
  ["Wingtip Toys", "M", "DACH", VIENNA, "toys", "anna", "marta*", 65, "52500 EUR"],
  ["Alpine Ski House", "M", "DACH", ZURICH, "hospitality", "anna", "jonas", 45, "42000 CHF"],
  ["Lucerne Publishing", "M", "DACH", ZURICH, "publishing", "anna", "", 38, "34500 CHF"],
  ["Bergmann Optik", "S", "DACH", BERLIN, "retail", "anna", "", 14, "11200 EUR"],
  ["Vogelsang Druck", "S", "DACH", BERLIN, "printing", "anna", "", 12, "9800 EUR"],
  ["Margie's Travel", "S", "DACH", VIENNA, "travel", "anna", "", 16, "13600 EUR"],

  ["Coho Winery", "M", "UK", LONDON, "food trade", "ben", "priya*", 55, "46500 EUR"],
  ["Proseware", "M", "UK", LONDON, "software", "ben", "priya", 42, "35000 EUR"],
  ["Fourth Coffee", "M", "UK", LONDON, "hospitality", "ben", "priya", 48, "37500 EUR"],
  ["Relecloud", "E", "UK", LONDON, "telecoms", "ben", "priya*", 310, "268000 EUR"],
  ["Thornbury Mills", "M", "UK", LONDON, "textiles", "ben", "", 36, "28500 EUR"],
  ["Harbour & Lock", "S", "UK", LONDON, "security", "ben", "", 15, "12400 EUR"],
  ["Pennine Foods", "M", "UK", LONDON, "food trade", "ben", "priya", 62, "49800 EUR"],
  ["Blythe Interiors", "S", "UK", LONDON, "furniture", "ben", "", 11, "8900 EUR"],
  ["Kestrel Freight", "M", "UK", LONDON, "logistics", "ben", "", 44, "33800 EUR"],
  ["Ashdown Energy", "E", "UK", LONDON, "energy", "ben", "priya*", 140, "124000 EUR"],

  ["Graphic Design Institute", "M", "DACH", BERLIN, "education", "sofia", "", 46, "32500 EUR"],
  ["Munson's Pickles", "S", "DACH", BERLIN, "food trade", "sofia", "", 20, "17400 EUR"],
  ["Humongous Insurance", "E", "DACH", BERLIN, "insurance", "sofia", "marta*", 420, "372000 EUR"],
  ["School of Fine Art", "S", "DACH", VIENNA, "education", "sofia", "", 22, "15800 EUR"],
  ["Rheinwerk Anlagen", "E", "DACH", BERLIN, "machinery", "sofia", "jonas*", 160, "148000 EUR"],
  ["Hanse Kontor", "M", "DACH", BERLIN, "logistics", "sofia", "jonas", 52, "43200 EUR"],
  ["Sonnentor Solar", "M", "DACH", VIENNA, "energy", "sofia", "", 41, "34100 EUR"],
  ["Edelweiss Pharma", "E", "DACH", ZURICH, "pharma", "sofia", "jonas*", 180, "176000 CHF"],
  ["Kieler Werft", "M", "DACH", BERLIN, "shipbuilding", "sofia", "marta", 70, "58400 EUR"],
  ["Lindau Lacke", "S", "DACH", BERLIN, "chemicals", "sofia", "", 13, "10700 EUR"],

  ["Trey Research", "M", "US", NEW_YORK, "research", "diego", "james", 58, "51000 USD"],
  ["Wide World Importers", "E", "US", NEW_YORK, "trade", "diego", "james*", 260, "231000 USD"],
  ["Southridge Video", "M", "US", CHICAGO, "media", "diego", "", 34, "29900 USD"],
  ["Consolidated Messenger", "M", "US", CHICAGO, "logistics", "diego", "james*", 75, "66800 USD"],
  ["Best For You Organics", "S", "US", NEW_YORK, "retail", "diego", "", 17, "14300 USD"],
  ["Woodgrove Bank", "E", "US", NEW_YORK, "banking", "diego", "james*", 350, "318000 USD"],
  ["Parnell Aerospace", "E", "US", CHICAGO, "aerospace", "diego", "james*", 150, "139000 USD"],
  ["Liberty Grain", "M", "US", CHICAGO, "agriculture", "diego", "", 39, "33300 USD"],
  ["Fincher Architects", "S", "US", NEW_YORK, "architecture", "diego", "", 19, "16900 USD"],

  ["VanArsdel", "M", "US", CHICAGO, "furniture", "emily", "james", 57, "47700 USD"],
  ["The Phone Company", "E", "US", NEW_YORK, "telecoms", "emily", "james*", 190, "163000 USD"],
  ["Blue Yonder Airlines", "M", "US", CHICAGO, "travel", "emily", "", 68, "59200 USD"],
  ["City Power & Light", "M", "US", NEW_YORK, "energy", "emily", "", 49, "41500 USD"],
  ["Baldwin Museum", "S", "US", NEW_YORK, "culture", "emily", "", 10, "8200 USD"],
  ["Oak Street Dental", "S", "US", CHICAGO, "health", "emily", "", 21, "18100 USD"],
  ["Granite Paper", "M", "US", CHICAGO, "paper", "emily", "", 43, "36600 USD"],

  ["Lamna Healthcare", "M", "APAC", SHANGHAI, "health", "chen", "lin*", 64, "53900 EUR"],
  ["Jade River Textiles", "M", "APAC", SHANGHAI, "textiles", "chen", "lin", 47, "38200 USD"],
  ["Sakura Instruments", "E", "APAC", TOKYO, "instruments", "chen", "lin*", 120, "17800000 JPY"],
  ["Harmony Robotics", "M", "APAC", SHANGHAI, "machinery", "chen", "lin*", 72, "61500 USD"],
  ["Lotus Logistics", "M", "APAC", SHANGHAI, "logistics", "chen", "", 37, "30400 USD"],
  ["Golden Bridge Trading", "S", "APAC", SHANGHAI, "trade", "chen", "", 16, "12900 USD"],
  ["Pearl Coast Hotels", "M", "APAC", SHANGHAI, "hospitality", "chen", "lin", 54, "44600 USD"],
  ["Bamboo Learning", "S", "APAC", SHANGHAI, "education", "chen", "", 23, "17700 USD"],

  ["Nod Publishers", "S", "UK", LONDON, "publishing", "", "", 24, "19600 EUR"],
];

/** Customers that left during the history, and two that sign after the start. */
export const FORMER_AND_COMING: readonly Row[] = [
  ["A. Datum Freight", "S", "US", NEW_YORK, "logistics", "diego", "", 12, "10400 USD"],
  ["Boulder Innovations", "M", "US", CHICAGO, "software", "emily", "", 33, "27900 USD"],
  ["Fabrice Mode", "S", "DACH", ZURICH, "fashion", "anna", "", 18, "15500 CHF"],
  ["Trent Ceramics", "M", "UK", LONDON, "ceramics", "ben", "priya", 45, "35700 EUR"],
  ["Isar Medien", "S", "DACH", BERLIN, "media", "sofia", "", 14, "11900 EUR"],
  ["Silk Route Foods", "M", "APAC", SHANGHAI, "food trade", "chen", "", 35, "26800 USD"],
  ["Adventure Works", "M", "US", CHICAGO, "sports", "diego", "james", 56, "48300 USD"],
  ["Donau Getriebe", "S", "DACH", VIENNA, "machinery", "", "", 20, "17200 EUR"],
];
