import type { CsvItem } from "../../../../inbound/csv.ts";
import { faultProblem, flaw, problem } from "../complaint.ts";
import type { Desk } from "./desk.ts";
import { readHeader, type Header } from "./header.ts";
import type { Intake, Kind, World } from "./intake.ts";

/** Takes what stands in one file, its header first. */
export interface Reader<Content> {
  take(item: CsvItem): void;
  /** undefined when nothing of the file can be taken */
  end(): Intake<Content> | undefined;
}

export function createReader<Content>(kind: Kind<Content>, world: World, desk: Desk): Reader<Content> {
  let header: Header | undefined;
  let intake: Intake<Content> | undefined;
  let lost = false;

  function takeHeader(item: Exclude<CsvItem, { kind: "file-fault" }>): void {
    const whole = item.kind === "record";
    const read = whole ? readHeader(item.cells, kind) : undefined;
    desk.remark(item.line, read?.flaws ?? []);
    if (item.kind === "line-fault")
      desk.remark(item.line, [{ column: "", value: "", problem: faultProblem(item.fault) }]);
    lost = !read?.usable;
    header = read;
    if (read?.usable) intake = kind.open(world, new Set(read.columns.filter((column) => column !== undefined)));
  }

  function takeRow(item: Exclude<CsvItem, { kind: "file-fault" }>, columns: Header["columns"]): void {
    if (item.kind === "line-fault") {
      desk.count();
      desk.complain(item.line, [{ column: "", value: "", problem: faultProblem(item.fault) }]);
      return;
    }
    const { cells } = item;
    if (cells.every((text) => text.trim() === "")) return;
    desk.count();
    if (cells.length !== columns.length) {
      const values = { cells: String(cells.length), columns: String(columns.length) };
      desk.complain(item.line, [{ column: "", value: "", problem: problem("wrong-cells", values) }]);
      return;
    }
    const named: Record<string, string> = {};
    columns.forEach((column, at) => {
      if (column !== undefined) named[column] = cells[at] ?? "";
    });
    const flaws = intake?.take(item.line, named) ?? [];
    if (flaws.length > 0) desk.complain(item.line, flaws);
  }

  return {
    take(item) {
      if (item.kind === "file-fault") {
        desk.remark(0, [{ column: "", value: "", problem: faultProblem(item.fault) }]);
        lost = true;
      } else if (lost) {
        return;
      } else if (header) {
        takeRow(item, header.columns);
      } else {
        takeHeader(item);
      }
    },
    end() {
      if (!lost && !header) desk.remark(0, [flaw("", "", "no-header", { known: kind.columns.join(", ") })]);
      return intake;
    },
  };
}
