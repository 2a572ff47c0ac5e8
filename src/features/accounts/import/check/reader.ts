import type { CsvItem } from "../../../../inbound/csv.ts";
import { faultProblem, flaw, problem } from "../complaint.ts";
import type { KindMapping } from "../mapping.ts";
import type { Desk } from "./desk.ts";
import { readForeignHeader } from "./foreign.ts";
import { readHeader, type Header } from "./header.ts";
import type { Intake, Kind, World } from "./intake.ts";

/** Takes what stands in one file, its header first. */
export interface Reader<Content> {
  take(item: CsvItem): void;
  /** After the last: rows that can't stay because of others are complained of. Undefined when nothing can be taken. */
  end(): Intake<Content> | undefined;
}

/** @param mapping of another program's file */
export function createReader<Content>(
  kind: Kind<Content>,
  world: World,
  desk: Desk,
  mapping?: KindMapping,
): Reader<Content> {
  let header: Header | undefined;
  let intake: Intake<Content> | undefined;
  let lost = false;

  function headerOf(cells: readonly string[]): Header {
    return mapping ? readForeignHeader(cells, kind, mapping) : readHeader(cells, kind);
  }

  function takeHeader(item: Exclude<CsvItem, { kind: "file-fault" }>): void {
    const whole = item.kind === "record";
    const read = whole ? headerOf(item.cells) : undefined;
    desk.remark(item.line, read?.flaws ?? []);
    if (item.kind === "line-fault")
      desk.remark(item.line, [{ column: "", value: "", problem: faultProblem(item.fault) }]);
    lost = !read?.usable;
    header = read;
    if (read?.usable) intake = kind.open(world);
  }

  function takeRow(item: Exclude<CsvItem, { kind: "file-fault" }>, { width, read, told }: Header): void {
    if (item.kind === "line-fault") {
      desk.count();
      desk.complain(item.line, [{ column: "", value: "", problem: faultProblem(item.fault) }]);
      return;
    }
    const { cells } = item;
    if (cells.every((text) => text.trim() === "")) return;
    if (cells.length !== width) {
      const values = { cells: String(cells.length), columns: String(width) };
      desk.count();
      desk.complain(item.line, [{ column: "", value: "", problem: problem("wrong-cells", values) }]);
      return;
    }
    const line = read(cells);
    if (line.kind === "aside") {
      desk.leaveAside();
      return;
    }
    desk.count();
    const flaws = line.kind === "wrong" ? line.flaws : (intake?.take(item.line, line.cells) ?? []);
    if (flaws.length > 0) {
      desk.complain(
        item.line,
        flaws.map((bad) => told(bad, cells)),
      );
    }
  }

  return {
    take(item) {
      if (item.kind === "file-fault") {
        desk.remark(0, [{ column: "", value: "", problem: faultProblem(item.fault) }]);
        lost = true;
      } else if (lost) {
        return;
      } else if (header) {
        takeRow(item, header);
      } else {
        takeHeader(item);
      }
    },
    end() {
      if (!lost && !header) desk.remark(0, [flaw("", "", "no-header", { known: kind.columns.join(", ") })]);
      for (const { line, flaw: bad } of intake?.settle() ?? []) desk.complain(line, [header?.told(bad) ?? bad]);
      return intake;
    },
  };
}
