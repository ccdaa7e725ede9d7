// The address: #/space?run=0&table=embed.weight

export interface Route {
  view: string;
  args: URLSearchParams;
}

export function route(): Route {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return { view: path, args: new URLSearchParams(query) };
}

export function address(view: string, args: URLSearchParams | Record<string, string>): string {
  const query = new URLSearchParams(args).toString();
  return query ? `#/${view}?${query}` : `#/${view}`;
}

/** Writes the address without a step in the history and without drawing the view anew. */
export function replaceAddress(view: string, args: URLSearchParams): void {
  try {
    history.replaceState(null, '', address(view, args));
  } catch {
    // some browsers forbid it for pages from a disk; a link then lacks the choice
  }
}
