// Gives the reader a file, made in the page: nothing of it goes anywhere.

export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // It may still be read by the browser now.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
