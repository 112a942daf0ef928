// Reads a file that was taken away with a library that is not ours, and prints what that understood as JSON.
// node read-file.mjs KIND FILE, where KIND is bib, ris, csl, jsonld, graphml or atom.
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [kind, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

async function cited() {
  const { Cite, plugins } = await import("@citation-js/core");
  await import("@citation-js/plugin-bibtex");
  await import("@citation-js/plugin-ris");
  const form = { bib: "@bibtex/text", ris: "@ris/file", csl: "@csl/list+text" }[kind];
  if (!plugins.input.has(form) && kind !== "csl")
    throw new Error(`no reader for ${form}`);
  return new Cite(text, kind === "csl" ? {} : { forceType: form }).data;
}

async function linked() {
  const jsonld = require("jsonld");
  // Nothing is fetched, and what has no meaning in linked data is an error instead of being dropped.
  const documentLoader = (address) => { throw new Error(`fetches ${address}`); };
  return await jsonld.toRDF(JSON.parse(text), { safe: true, documentLoader });
}

async function network() {
  const { DirectedGraph, UndirectedGraph } = require("graphology");
  const { parse } = require("graphology-graphml");
  const { DOMParser } = require("@xmldom/xmldom");
  globalThis.DOMParser = DOMParser;
  void DirectedGraph;
  const graph = parse(UndirectedGraph, text);
  return graph.export();
}

async function followed() {
  const FeedParser = require("feedparser");
  return await new Promise((done, fail) => {
    const feed = new FeedParser({ strict: true });
    const items = [];
    feed.on("error", fail);
    feed.on("readable", () => { for (let item; (item = feed.read());) items.push({ id: item.guid, title: item.title, link: item.link, updated: item.date, summary: item.summary, terms: item.categories }); });
    feed.on("end", () => done({ format: feed.meta["#type"], title: feed.meta.title, link: feed.meta.link, self: feed.meta.xmlUrl, items }));
    createReadStream(file).pipe(feed);
  });
}

const read = { bib: cited, ris: cited, csl: cited, jsonld: linked, graphml: network, atom: followed }[kind];
console.log(JSON.stringify(await read()));
