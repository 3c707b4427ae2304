using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;

namespace OnsDlq.Shell.Terminal;

/// <summary>A question with a few answers, such as "Confirm" with Yes, Yes to All, No, No to All and Suspend.</summary>
internal sealed class ChoiceQuestion(Screen screen, LineInput input)
{
    /// <summary>Asks until an answer fits; Enter takes the default where there is one (-1: none).</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C was pressed or the input ended: no answer is never taken for the default.</exception>
    public int Ask(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        input.Demand();
        ArgumentNullException.ThrowIfNull(choices);
        ArgumentOutOfRangeException.ThrowIfZero(choices.Count, nameof(choices));
        ArgumentOutOfRangeException.ThrowIfLessThan(defaultChoice, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(defaultChoice, choices.Count);

        var answers = choices.Select(ChoiceAnswer.Of).ToList();
        WriteHeading(caption, message);
        while (true)
        {
            var line = input.Ask(Line(answers, defaultChoice))?.Trim();
            switch (line)
            {
                case null:
                    input.Cancelled();
                    throw new PipelineStoppedException();
                case "" when defaultChoice >= 0:
                    return defaultChoice;
                case "?":
                    Explain(choices, answers);
                    break;
                default:
                    var picked = answers.FindIndex(answer => answer.IsMeantBy(line));
                    if (picked >= 0)
                    {
                        return picked;
                    }
                    break;
            }
        }
    }

    private void WriteHeading(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            screen.WriteLine();
            screen.WriteLine(Palette.Bold(caption));
        }
        if (!string.IsNullOrEmpty(message))
        {
            screen.WriteLine(message);
        }
    }

    private static string Line(List<ChoiceAnswer> answers, int defaultChoice)
    {
        var parts = answers.Select(answer => $"[{answer.Key}] {answer.Label}").Append("[?] Help").ToList();
        if (defaultChoice >= 0)
        {
            var answer = answers[defaultChoice];
            parts[^1] += $" (default is \"{(answer.Key.Length > 0 ? answer.Key : answer.Label)}\")";
        }
        parts[^1] += ": ";
        var line = new StringBuilder();
        var cells = 0;
        foreach (var part in parts)
        {
            var width = CellWidth.Of(part);
            if (cells > 0 && cells + 2 + width >= Screen.Width)
            {
                line.Append('\n');
                cells = 0;
            }
            line.Append(cells > 0 ? "  " : string.Empty).Append(part);
            cells += width + 2;
        }
        return line.ToString();
    }

    private void Explain(Collection<ChoiceDescription> choices, List<ChoiceAnswer> answers)
    {
        for (var i = 0; i < choices.Count; i++)
        {
            var name = answers[i].Key.Length > 0 ? answers[i].Key : answers[i].Label;
            screen.WriteLine($"{name} - {choices[i].HelpMessage}");
        }
    }
}
