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
  ["Northwind", "M", "dach", BERLIN, "food trade", "anna", "marta*", 50, "48000 EUR"],
  ["Contoso", "M", "dach", BERLIN, "machinery", "anna", "marta*", 60, "36500 EUR"],
  ["Adatum", "M", "dach", BERLIN, "logistics", "anna", "marta*", 50, "44000 EUR"],
  ["Fabrikam", "E", "dach", VIENNA, "electronics", "anna", "jonas*", 220, "186000 EUR"],
  ["Litware", "S", "dach", BERLIN, "software", "anna", "", 18, "16200 EUR"],
  ["Tailspin Tools", "M", "dach", BERLIN, "tools", "anna", "", 40, "31000 EUR"],
  ["Wingtip Toys", "M", "dach", VIENNA, "toys", "anna", "marta*", 65, "52500 EUR"],
  ["Alpine Ski House", "M", "dach", ZURICH, "hospitality", "anna", "jonas", 45, "42000 CHF"],
  ["Lucerne Publishing", "M", "dach", ZURICH, "publishing", "anna", "", 38, "34500 CHF"],
  ["Bergmann Optik", "S", "dach", BERLIN, "retail", "anna", "", 14, "11200 EUR"],
  ["Vogelsang Druck", "S", "dach", BERLIN, "printing", "anna", "", 12, "9800 EUR"],
  ["Margie's Travel", "S", "dach", VIENNA, "travel", "anna", "", 16, "13600 EUR"],

  ["Coho Winery", "M", "uk", LONDON, "food trade", "ben", "priya*", 55, "46500 EUR"],
  ["Proseware", "M", "uk", LONDON, "software", "ben", "priya", 42, "35000 EUR"],
  ["Fourth Coffee", "M", "uk", LONDON, "hospitality", "ben", "priya", 48, "37500 EUR"],
  ["Relecloud", "E", "uk", LONDON, "telecoms", "ben", "priya*", 310, "268000 EUR"],
  ["Thornbury Mills", "M", "uk", LONDON, "textiles", "ben", "", 36, "28500 EUR"],
  ["Harbour & Lock", "S", "uk", LONDON, "security", "ben", "", 15, "12400 EUR"],
  ["Pennine Foods", "M", "uk", LONDON, "food trade", "ben", "priya", 62, "49800 EUR"],
  ["Blythe Interiors", "S", "uk", LONDON, "furniture", "ben", "", 11, "8900 EUR"],
  ["Kestrel Freight", "M", "uk", LONDON, "logistics", "ben", "", 44, "33800 EUR"],
  ["Ashdown Energy", "E", "uk", LONDON, "energy", "ben", "priya*", 140, "124000 EUR"],

  ["Graphic Design Institute", "M", "dach", BERLIN, "education", "sofia", "", 46, "32500 EUR"],
  ["Munson's Pickles", "S", "dach", BERLIN, "food trade", "sofia", "", 20, "17400 EUR"],
  ["Humongous Insurance", "E", "dach", BERLIN, "insurance", "sofia", "marta*", 420, "372000 EUR"],
  ["School of Fine Art", "S", "dach", VIENNA, "education", "sofia", "", 22, "15800 EUR"],
  ["Rheinwerk Anlagen", "E", "dach", BERLIN, "machinery", "sofia", "jonas*", 160, "148000 EUR"],
  ["Hanse Kontor", "M", "dach", BERLIN, "logistics", "sofia", "jonas", 52, "43200 EUR"],
  ["Sonnentor Solar", "M", "dach", VIENNA, "energy", "sofia", "", 41, "34100 EUR"],
  ["Edelweiss Pharma", "E", "dach", ZURICH, "pharma", "sofia", "jonas*", 180, "176000 CHF"],
  ["Kieler Werft", "M", "dach", BERLIN, "shipbuilding", "sofia", "marta", 70, "58400 EUR"],
  ["Lindau Lacke", "S", "dach", BERLIN, "chemicals", "sofia", "", 13, "10700 EUR"],

  ["Trey Research", "M", "us", NEW_YORK, "research", "diego", "james", 58, "51000 USD"],
  ["Wide World Importers", "E", "us", NEW_YORK, "trade", "diego", "james*", 260, "231000 USD"],
  ["Southridge Video", "M", "us", CHICAGO, "media", "diego", "", 34, "29900 USD"],
  ["Consolidated Messenger", "M", "us", CHICAGO, "logistics", "diego", "james*", 75, "66800 USD"],
  ["Best For You Organics", "S", "us", NEW_YORK, "retail", "diego", "", 17, "14300 USD"],
  ["Woodgrove Bank", "E", "us", NEW_YORK, "banking", "diego", "james*", 350, "318000 USD"],
  ["Parnell Aerospace", "E", "us", CHICAGO, "aerospace", "diego", "james*", 150, "139000 USD"],
  ["Liberty Grain", "M", "us", CHICAGO, "agriculture", "diego", "", 39, "33300 USD"],
  ["Fincher Architects", "S", "us", NEW_YORK, "architecture", "diego", "", 19, "16900 USD"],

  ["VanArsdel", "M", "us", CHICAGO, "furniture", "emily", "james", 57, "47700 USD"],
  ["The Phone Company", "E", "us", NEW_YORK, "telecoms", "emily", "james*", 190, "163000 USD"],
  ["Blue Yonder Airlines", "M", "us", CHICAGO, "travel", "emily", "", 68, "59200 USD"],
  ["City Power & Light", "M", "us", NEW_YORK, "energy", "emily", "", 49, "41500 USD"],
  ["Baldwin Museum", "S", "us", NEW_YORK, "culture", "emily", "", 10, "8200 USD"],
  ["Oak Street Dental", "S", "us", CHICAGO, "health", "emily", "", 21, "18100 USD"],
  ["Granite Paper", "M", "us", CHICAGO, "paper", "emily", "", 43, "36600 USD"],

  ["Lamna Healthcare", "M", "apac", SHANGHAI, "health", "chen", "lin*", 64, "53900 EUR"],
  ["Jade River Textiles", "M", "apac", SHANGHAI, "textiles", "chen", "lin", 47, "38200 USD"],
  ["Sakura Instruments", "E", "apac", TOKYO, "instruments", "chen", "lin*", 120, "17800000 JPY"],
  ["Harmony Robotics", "M", "apac", SHANGHAI, "machinery", "chen", "lin*", 72, "61500 USD"],
  ["Lotus Logistics", "M", "apac", SHANGHAI, "logistics", "chen", "", 37, "30400 USD"],
  ["Golden Bridge Trading", "S", "apac", SHANGHAI, "trade", "chen", "", 16, "12900 USD"],
  ["Pearl Coast Hotels", "M", "apac", SHANGHAI, "hospitality", "chen", "lin", 54, "44600 USD"],
  ["Bamboo Learning", "S", "apac", SHANGHAI, "education", "chen", "", 23, "17700 USD"],

  ["Nod Publishers", "S", "uk", LONDON, "publishing", "", "", 24, "19600 EUR"],
];

/** Customers that left during the history, and two that sign after the start. */
export const FORMER_AND_COMING: readonly Row[] = [
  ["A. Datum Freight", "S", "us", NEW_YORK, "logistics", "diego", "", 12, "10400 USD"],
  ["Boulder Innovations", "M", "us", CHICAGO, "software", "emily", "", 33, "27900 USD"],
  ["Fabrice Mode", "S", "dach", ZURICH, "fashion", "anna", "", 18, "15500 CHF"],
  ["Trent Ceramics", "M", "uk", LONDON, "ceramics", "ben", "priya", 45, "35700 EUR"],
  ["Isar Medien", "S", "dach", BERLIN, "media", "sofia", "", 14, "11900 EUR"],
  ["Silk Route Foods", "M", "apac", SHANGHAI, "food trade", "chen", "", 35, "26800 USD"],
  ["Adventure Works", "M", "us", CHICAGO, "sports", "diego", "james", 56, "48300 USD"],
  ["Donau Getriebe", "S", "dach", VIENNA, "machinery", "", "", 20, "17200 EUR"],
];
