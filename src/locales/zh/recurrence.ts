/** Series as text, where one can't be read. */
export const recurrence = {
  unknown: "{{field}}：这里不支持 `{{value}}`。请使用 {{allowed}}。",
  twice: "{{field}} 出现了不止一次（`{{value}}`）。请只写一次：{{allowed}}。",
  missing: "`{{value}}` 中缺少 {{field}}。请写成 {{allowed}}。",
  value: "{{field}}：`{{value}}` 无效。允许的值为 {{allowed}}。",
  never: "{{field}}：按 {{allowed}}，永远不会有 `{{value}}` 这一天。请选择这些月份里有的日子。",
  start: "{{field}}：`{{value}}` 不是 {{allowed}} 中的日子。请从其中第一天开始。",
  together: "{{field}} 不能与 {{value}} 同时使用。请从 {{allowed}} 中选一个。",
} as const;
