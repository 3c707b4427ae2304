using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Report;

/// <summary>The style sheet of a report, and the content policy that allows it and nothing else.</summary>
internal static class PageStyle
{
    // It has neither < nor &, which HTML and XML would read differently.
    private const string Sheet =
        """

        :root {
          color-scheme: light dark;
          --page: #ffffff; --panel: #f4f6f8; --text: #1c2128; --quiet: #57606a; --line: #d5dbe1; --link: #0b5cad;
          --good: #1a7f37; --bad: #c4232c; --doubt: #7a3fd1; --warn: #8f5f00; --idle: #6e7781; --busy: #0b69c7; --track: #e4e9ee;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0f141a; --panel: #171e26; --text: #e6edf3; --quiet: #9aa5b1; --line: #303a45; --link: #6cb2ff;
            --good: #3fb950; --bad: #ff6b64; --doubt: #b38cff; --warn: #dba32c; --idle: #8b949e; --busy: #58a6ff; --track: #27313c;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--page); color: var(--text);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        }
        body > header, body > nav, main, footer { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
        body > header { padding-top: 2.5rem; }
        .brand { margin: 0; color: var(--quiet); font-size: .875rem; letter-spacing: .04em; }
        h1 { margin: .1rem 0 .6rem; font-size: 2.1rem; line-height: 1.15; letter-spacing: -.015em; }
        h2 { margin: 0 0 .35rem; font-size: 1.35rem; line-height: 1.25; letter-spacing: -.01em; }
        h3 { margin: 1.75rem 0 .25rem; font-size: 1.05rem; }
        p { margin: 0 0 .75rem; max-width: 46rem; }
        a { color: var(--link); text-underline-offset: .15em; }
        a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
        bdi { overflow-wrap: anywhere; }
        th > div, td > div, dd { overflow: clip; }
        code, .id { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
        .lead { font-size: 1.15rem; line-height: 1.45; }
        .quiet, .none { color: var(--quiet); }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--page); border: 2px solid var(--link); }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 1rem 0 0; font-size: .9375rem; }
        .facts dt { color: var(--quiet); }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1.25rem 0 0; padding: .75rem 0; list-style: none; border-block: 1px solid var(--line); }
        section { padding: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1rem 0; }
        .cards > div { padding: .8rem 1rem .7rem; background: var(--panel); border-radius: .5rem; border-left: .3rem solid var(--mark, var(--line)); }
        .cards dt { color: var(--quiet); font-size: .9rem; }
        .cards dd { margin: 0; font-size: 1.75rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .cards small { display: block; font-size: .85rem; font-weight: 400; line-height: 1.35; color: var(--quiet); }
        .note { margin: 1rem 0; padding: .9rem 1.1rem; background: var(--panel); border-left: .3rem solid var(--mark, var(--link)); border-radius: .5rem; max-width: none; }
        .note p:last-child, .note:last-child { margin-bottom: .25rem; }
        .note strong { font-size: 1.1em; }
        .note ul { margin: 0; padding-left: 1.2rem; }
        table { width: 100%; margin: .75rem 0 1rem; border-collapse: collapse; font-size: .9375rem; }
        caption { padding: 0 0 .4rem; text-align: left; color: var(--quiet); }
        th, td { padding: .45rem .75rem .45rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--quiet); font-size: .8125rem; font-weight: 600; border-bottom-width: 2px; }
        tbody th { font-weight: 600; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .share { width: 42%; padding-left: 1rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .message { width: 19.5rem; }
        .zero { color: var(--quiet); }
        tbody tr:last-child > * { border-bottom: 0; }
        .time { white-space: nowrap; font-variant-numeric: tabular-nums; }
        td small, th small { display: block; font-size: .85rem; font-weight: 400; color: var(--quiet); overflow-wrap: anywhere; }
        .total th, .total td { font-weight: 600; }
        .good { --mark: var(--good); } .bad { --mark: var(--bad); } .doubt { --mark: var(--doubt); } .warn { --mark: var(--warn); }
        .idle { --mark: var(--idle); } .busy { --mark: var(--busy); }
        svg { display: block; }
        rect { fill: var(--mark, var(--link)); }
        .swatch { display: inline-block; width: .7rem; height: .7rem; margin-right: .45rem; }
        .bar { display: inline-block; width: calc(100% - 4.5rem); height: .6rem; margin-right: .5rem; vertical-align: baseline; }
        rect.track { fill: var(--track); }
        .whole { width: 100%; height: 1.5rem; margin: .75rem 0 .5rem; }
        .legend { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin: 0 0 1rem; padding: 0; list-style: none; font-size: .9375rem; }
        figure { margin: 1rem 0 1.5rem; }
        figcaption { margin-bottom: .75rem; color: var(--quiet); }
        .lane { margin-top: .6rem; font-size: .9375rem; }
        .columns { width: 100%; height: 3.5rem; margin-top: .15rem; border-bottom: 1px solid var(--quiet); }
        .axis { display: flex; justify-content: space-between; gap: 1rem; padding-top: .3rem; color: var(--quiet); font-size: .8125rem; font-variant-numeric: tabular-nums; }
        .axis span:last-child { text-align: right; }
        details { margin: .5rem 0 1rem; }
        summary { cursor: pointer; color: var(--link); }
        footer { padding-top: 1.5rem; padding-bottom: 3rem; color: var(--quiet); font-size: .875rem; }
        footer h2 { font-size: 1rem; color: var(--text); }
        footer ul { margin: .25rem 0 0; padding-left: 1.1rem; }
        @media (max-width: 44rem) {
          body > header { padding-top: 1.5rem; }
          body > header, body > nav, main, footer { padding-left: 1rem; padding-right: 1rem; }
          h1 { font-size: 1.7rem; }
          .lead { font-size: 1.05rem; }
          .facts { grid-template-columns: 1fr; gap: 0; }
          .facts dd { margin-bottom: .5rem; }
          .cards { grid-template-columns: repeat(auto-fill, minmax(8.25rem, 1fr)); gap: .5rem; }
          table, caption, tbody, tr, td, tbody th { display: block; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tbody tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
          tbody th { width: auto; padding: 0 0 .2rem; border: 0; }
          td, td.number, td.time, td.share { display: grid; grid-template-columns: 7.5rem 1fr; gap: .75rem; width: auto; padding: .1rem 0; border: 0; text-align: left; white-space: normal; }
          td:has(.zero) { display: none; }
          td::before { content: attr(data-label); color: var(--quiet); font-size: .85rem; }
        }
        @media print {
          :root {
            color-scheme: light;
            --page: #ffffff; --panel: #f4f6f8; --text: #000000; --quiet: #45494e; --line: #b9c0c7; --link: #0b4f94;
            --good: #1a7f37; --bad: #c4232c; --doubt: #7a3fd1; --warn: #8f5f00; --idle: #6e7781; --busy: #0b69c7; --track: #e4e9ee;
          }
          @page { margin: 15mm; }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          body { font-size: 10pt; }
          body > nav, .skip, details { display: none; }
          body > header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
          body > header { padding-top: 0; }
          section { padding-top: 1.2rem; }
          h2, h3, caption, figcaption { break-after: avoid; }
          th, td { padding-top: .25rem; padding-bottom: .25rem; }
          thead { break-after: avoid; }
          tr, figure, .cards > div, .note, .lane { break-inside: avoid; }
          a { color: inherit; text-decoration: none; }
        }

        """;

    /// <summary>The style sheet. A browser takes its hash with these line ends, whatever those of the source are.</summary>
    public static string Css { get; } = Sheet.ReplaceLineEndings("\n");

    /// <summary>The content policy: this style sheet, and nothing from anywhere else; no script, no frame, no form.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; form-action 'none'";
}
