export { writeAudit } from "../../db/audit.ts";
