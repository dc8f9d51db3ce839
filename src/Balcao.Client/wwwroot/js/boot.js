// Sets language and theme before the first paint, so that neither changes visibly when the program has loaded.
{
  const languages = ['pt-BR', 'en', 'es'];
  const wanted = localStorage.getItem('balcao.language') ?? navigator.language;
  const theme = localStorage.getItem('balcao.theme') ?? 'system';
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.lang = languages.find(l => l.slice(0, 2) === wanted.slice(0, 2)) ?? languages[0];
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
