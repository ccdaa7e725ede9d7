// A Vite plugin that puts the script and the style into the page, so that it is one file that works from a disk, and
// allows by its Content-Security-Policy that one script and nothing else.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Makes `code` safe inside <script>: neither `</script` nor `<!--` may occur. Both only occur in strings and patterns. */
function inScript(code: string): string {
  return code
    .replaceAll('\r\n', '\n')
    .replace(/<\/(?=script)/gi, '<\\/')
    .replaceAll('<!--', '<\\!--');
}

function policy(script: string): string {
  const hash = createHash('sha256').update(script, 'utf8').digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "connect-src 'self'",
    'img-src data: blob:',
    "style-src 'unsafe-inline'",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

export function oneFile(name: string): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      let page = '';
      let style = '';
      let script = '';
      for (const [file, part] of Object.entries(bundle)) {
        if (part.type === 'chunk') script += part.code;
        else if (file.endsWith('.html')) page = String(part.source);
        else if (file.endsWith('.css')) style += String(part.source);
        else this.error(`${file} has no place in the page`);
        delete bundle[file];
      }
      script = inScript(script);
      if (style.includes('</style')) this.error('the style would end early');
      page = page
        .replace(/\s*<script[^>]*\bsrc=[^>]*><\/script>/g, '')
        .replace(/\s*<link[^>]*rel="stylesheet"[^>]*>/g, '');
      // Functions as replacements: the script may contain $&.
      page = page
        .replace('POLICY', () => policy(script))
        .replace('</head>', () => `  <style>${style}</style>\n</head>`)
        .replace('</body>', () => `  <script type="module">${script}</script>\n</body>`);
      this.emitFile({ type: 'asset', fileName: name, source: page });
    },
  };
}
