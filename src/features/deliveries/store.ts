export { type AuditAction, writeAudit } from "../../db/audit.ts";
