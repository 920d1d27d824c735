// Compiles the look and the scripts into static_built/design_system beside this file (never committed).
// Run by `npm run build`. The same inputs give the same bytes.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../../..')
const modules = join(root, 'node_modules')
const target = join(here, 'static_built', 'design_system')
const draft = `${target}.${process.pid}.draft`

const govuk = join(modules, 'govuk-frontend/dist/govuk')
const moj = join(modules, '@ministryofjustice/frontend/moj')
const typeface = join(modules, '@fontsource/atkinson-hyperlegible/files')
const pictures = [join(moj, 'assets/images'), join(here, 'images')]

function compile(name) {
  return sass.compile(join(here, 'scss', name), {
    loadPaths: [root, modules, join(here, 'scss')],
    style: 'compressed',
    quietDeps: true,
    silenceDeprecations: ['import', 'global-builtin', 'if-function'],
    logger: sass.Logger.silent
  }).css.replace(/\.govuk-footer__copyright-logo(::before)?\{[^}]*\}/g, '')
}

// A published ES module bundle becomes one closed function that returns what it exported, so that
// the page loads a single file and no address of another script is written inside it.
function enclose(name, source) {
  const exported = []
  const body = source
    .replace(/\/\/# sourceMappingURL=.*$/gm, '')
    .replace(/export\s*\{([^}]*)\};?/g, (_, names) => {
      for (const item of names.split(',')) {
        const [inner, outer] = item.trim().split(/\s+as\s+/)
        if (inner) exported.push(outer ? `${outer}:${inner}` : inner)
      }
      return ''
    })
    .replace(/^export (async function|function|class|const) (\w+)/gm, (_, kind, inner) => {
      exported.push(inner)
      return `${kind} ${inner}`
    })
  return `const ${name}=(()=>{"use strict";${body}\nreturn{${exported.join(',')}}})();\n`
}

function bundle() {
  const own = readdirSync(join(here, 'scripts')).filter((file) => file.endsWith('.js') && file !== 'early.js').sort()
  const parts = [
    enclose('GOVUKFrontend', readFileSync(join(govuk, 'govuk-frontend.min.js'), 'utf8')),
    enclose('MOJFrontend', readFileSync(join(moj, 'moj-frontend.min.js'), 'utf8'))
  ]
  const names = own.map((file) => `Trellis_${file.replace('.js', '').replaceAll('-', '_')}`)
  own.forEach((file, at) => parts.push(enclose(names[at], readFileSync(join(here, 'scripts', file), 'utf8'))))
  const starts = names.map((name) => `${name}.start();`).join('')
  parts.push(`GOVUKFrontend.initAll();MOJFrontend.initAll();${starts}\n`)
  return parts.join('')
}

function copyReferenced(css) {
  for (const [, path] of css.matchAll(/url\("?((?:fonts|images)\/[^")]+)"?\)/g)) {
    const name = path.split('/').pop()
    const source = [typeface, ...pictures].map((folder) => join(folder, name)).find((file) => existsSync(file))
    if (!source) throw new Error(`The style sheet names ${path}, which no package provides.`)
    cpSync(source, join(draft, path))
  }
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length))
    .sort()
}

function same(one, other) {
  if (!existsSync(other)) return false
  const names = filesOf(one)
  if (names.join() !== filesOf(other).join()) return false
  return names.every((name) => readFileSync(one + name).equals(readFileSync(other + name)))
}

// A server may be reading the old files, and another build may finish first.
function swap() {
  const old = `${target}.${process.pid}.old`
  if (existsSync(target)) renameSync(target, old)
  try {
    renameSync(draft, target)
  } catch (error) {
    if (!existsSync(target)) throw error
    rmSync(draft, { recursive: true, force: true })
  }
  rmSync(old, { recursive: true, force: true })
}

if (!existsSync(govuk)) {
  console.error('The design system is not installed. Run "npm ci" first.')
  process.exit(1)
}
rmSync(draft, { recursive: true, force: true })
mkdirSync(join(draft, 'fonts'), { recursive: true })
mkdirSync(join(draft, 'images'), { recursive: true })
for (const sheet of ['trellis', 'paper']) {
  const css = compile(`${sheet}.scss`)
  copyReferenced(css)
  writeFileSync(join(draft, `${sheet}.css`), css)
}
cpSync(join(here, 'images', 'mark.svg'), join(draft, 'images', 'mark.svg'))
writeFileSync(join(draft, 'trellis.js'), bundle())
cpSync(join(here, 'scripts', 'early.js'), join(draft, 'early.js'))
cpSync(join(modules, 'htmx.org/dist/htmx.min.js'), join(draft, 'htmx.min.js'))
if (same(draft, target)) {
  rmSync(draft, { recursive: true, force: true })
} else {
  swap()
}
console.log('Design system built in static_built/design_system')
