// What is kept on the reader's machine, where that is allowed.

/** What was kept under a key, or null. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage can be forbidden
  }
}

/** Keeps a text for the next visit. */
export function keepText(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It then lasts as long as the page.
  }
}
