// Waits until a page shows what it has; gives back what is missing, or "".
async (patience) => {
  const QUIET_MILLIS = 300;
  const end = performance.now() + patience;
  let changed = performance.now();
  const observer = new MutationObserver(() => (changed = performance.now()));
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const states = () => [...document.querySelectorAll('[data-state]')].map((e) => e.dataset.state);
  const missing = () => {
    // The bar says as of when the numbers are, once the first have come.
    const bar = document.querySelector('#state');
    if (document.readyState !== 'complete') return 'is not loaded';
    if (bar && !bar.textContent.trim()) return 'has no answers';
    if (bar?.classList.contains('wrong')) return 'says that its server does not answer';
    return states().length && !states().includes('data') ? 'shows no data' : '';
  };
  // Some panels may never have data: they get a third of the time.
  const settled = () => states().every((s) => s === 'data') || end - performance.now() < (patience * 2) / 3;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (!missing() && settled() && performance.now() - changed > QUIET_MILLIS) break;
  }
  observer.disconnect();
  await document.fonts.ready;
  return missing();
}
