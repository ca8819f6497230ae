import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', 'CHANGELOG.md', ...markdownIn('docs')];

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort();
}

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** A page without its code, in which brackets are not links and `#` begins no heading. */
function prose(page: string): string {
  return read(page).replaceAll(/```[\s\S]*?```/g, '');
}

/** What a page links to inside this repository, with the anchor if it has one. */
function linksOf(page: string): { file: string; anchor: string | undefined }[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(https?|mailto):/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { file: path === '' ? page : join(dirname(page), path), anchor };
    });
}

/** The anchors of a page's headings, made as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('every link of %s leads to a file that exists', (page) => {
  const broken = linksOf(page).filter(({ file }) => !existsSync(join(root, file)));
  expect(broken).toEqual([]);
});

test.each(pages)('every link of %s to a heading leads to one that exists', (page) => {
  const broken = linksOf(page).filter(
    ({ file, anchor }) => anchor !== undefined && existsSync(join(root, file)) && !anchorsOf(file).includes(anchor),
  );
  expect(broken).toEqual([]);
});

test('every command of the documentation is a script of package.json', () => {
  const scripts = Object.keys(manifest.scripts);
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/\bnpm (?:run (?:-s )?([a-z]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? ''),
  );
  expect(named).toContain('start');
  expect([...new Set(named)].filter((name) => !scripts.includes(name))).toEqual([]);
});

test('the README has every script of package.json', () => {
  const readme = read('README.md');
  const missing = Object.keys(manifest.scripts).filter((name) => !readme.match(`npm (run (-s )?)?${name}\\b`));
  expect(missing).toEqual([]);
});

test('the map of the README has every folder of the sources', () => {
  const mapped = linksOf('README.md').map(({ file }) => file.replace(/\/$/, ''));
  const folders = (path: string) =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => join(path, entry.name));
  const generated = ['cdk.out', 'node_modules'];
  const top = folders('.').filter((folder) => ![...generated, 'shared'].includes(folder));
  expect([...top, ...folders('shared')].filter((folder) => !mapped.includes(folder))).toEqual([]);
});

test('every decision is a page with its number, listed in order, that says what, why and what follows', () => {
  const decisions = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-/.test(name));
  const listed = linksOf('docs/adr/README.md').map(({ file }) => file.replace('docs/adr/', ''));
  expect(listed).toEqual(decisions.sort());
  for (const [index, name] of decisions.entries()) {
    const page = read(join('docs/adr', name));
    expect(name.slice(0, 4)).toBe(String(index + 1).padStart(4, '0'));
    expect(page.startsWith(`# ${name.slice(0, 4)} `), name).toBe(true);
    expect(anchorsOf(join('docs/adr', name)).slice(1), name).toEqual(['what', 'why', 'consequences']);
  }
});
