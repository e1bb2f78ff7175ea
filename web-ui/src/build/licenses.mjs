// Writes the licences of the packages whose code a bundle holds: node licenses.mjs METAFILE OUTPUT
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const [metafile, output] = process.argv.slice(2);
const inputs = Object.keys(JSON.parse(readFileSync(metafile, 'utf8')).inputs);
const packages = inputs.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean);

const sections = [...new Set(packages)].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort();
  if (!files.some((file) => /^licen/i.test(file))) throw new Error(`${folder} has no licence file`);
  const texts = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
});
writeFileSync(output, sections.join(`\n\n${'-'.repeat(72)}\n\n`) + '\n');
