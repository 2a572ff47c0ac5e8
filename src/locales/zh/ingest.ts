/** Said to whoever sends records over HTTP. */
export const ingest = {
  unauthorised:
    "密钥、时间或签名不正确。请发送 X-Tandem-Key、X-Tandem-Timestamp（秒，与当前时间相差不超过 5 分钟）以及 X-Tandem-Signature：v1= 加上对“时间戳、点号、原始正文”计算的十六进制 HMAC-SHA256。",
  "unknown-kind": "`{{kind}}` 不是有效的记录类型。请使用以下类型之一：{{kinds}}。",
  malformed: '正文不是形如 { "records": [{ … }, …] } 的 JSON。请更正后重新签名。',
  "too-large": "正文超过 1 MiB。请分多次发送这些记录。",
  "too-many": "此次调用包含 {{count}} 条记录，最多允许 {{most}} 条。请分多次发送。",
  "too-often": "此密钥在一分钟内的调用超过 {{most}} 次。请按 Retry-After 等待，然后重新发送同一调用。",
  busy: "同一调用仍在处理中。请按 Retry-After 重新发送，即可得到其结果。",
  away: "Tandem 目前无法访问数据。请按 Retry-After 等待，然后重新发送同一调用；不会重复写入。",
  trouble:
    "Tandem 出现问题。请一分钟后重新发送同一调用，不会重复写入；如果再次失败，请将代码 {{code}} 告知 Tandem 的运维人员。",
} as const;
