import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One file that was put. */
export interface PutFile {
  readonly text: string;
  readonly range: string | undefined;
}

/** What a file that is put is answered with. lost: it is there, and nobody hears of it; silence: never anything */
type Answer = number | "lost" | "silence";

/** Somebody's OneDrive on this machine. @param answers to the first files that are put, then 201 */
export async function oneDrive(answers: Answer[] = []) {
  const put: PutFile[] = [];
  const arrivals: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const range = request.headers["content-range"];
      put.push({ text: `${String(request.method)} ${Buffer.concat(chunks).toString()}`, range });
      const status = answers.shift() ?? 201;
      for (const arrived of arrivals.splice(0)) arrived();
      if (status === "silence") return;
      if (status === "lost") return void request.socket.destroy();
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const uploadInfo = {
    contentUrl: `${origin}/personal/anna/Documents/complaints.csv`,
    uploadUrl: `${origin}/upload?session=1`,
    name: "complaints.csv",
    uniqueId: "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
    fileType: "csv",
  };
  /** Resolves when the next file has come. */
  const arrival = (): Promise<void> => new Promise((resolve) => arrivals.push(resolve));
  return { put, uploadInfo, arrival };
}
