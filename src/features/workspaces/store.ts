export { goneUntil } from "../../db/installations.ts";
