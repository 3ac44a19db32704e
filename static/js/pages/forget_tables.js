import { forgetTables } from "./handing_page.js";

forgetTables().catch(() => null); // a browser that keeps nothing has none
