import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One file that was put. */
export interface PutFile {
  readonly text: string;
  readonly range: string | undefined;
}

/** Somebody's OneDrive on this machine. @param statuses what the first files that are put are answered with, then 201 */
export async function oneDrive(statuses: number[] = []) {
  const put: PutFile[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const range = request.headers["content-range"];
      put.push({ text: `${String(request.method)} ${Buffer.concat(chunks).toString()}`, range });
      const status = statuses.shift() ?? 201;
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const uploadInfo = {
    contentUrl: `${origin}/personal/anna/Documents/complaints.csv`,
    uploadUrl: `${origin}/upload?session=1`,
    name: "complaints.csv",
    uniqueId: "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
    fileType: "csv",
  };
  return { put, uploadInfo };
}
