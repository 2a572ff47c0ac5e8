export { settledOn } from "./store.ts";
