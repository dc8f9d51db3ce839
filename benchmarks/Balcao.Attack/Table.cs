using System.Globalization;

namespace Balcao.Attack;

/// <summary>The report as people read it: milliseconds as median and longest, memory in MiB as before and most.</summary>
internal static class Table
{
    public static void Write(AttackReport report, TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"{"",-5}{"ms",-9}{"before",14}{"during",16}{"after",16}{"memory",16}  the attacker was answered");
        foreach (var result in report.Attacks)
        {
            var memory = string.Create(CultureInfo.InvariantCulture, $"{result.MemoryBeforeMb}, {result.MemoryMb}");
            var answers = string.Join(", ", result.Answers.Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Key}: {answer.Value}")));
            to.WriteLine($"{result.Finding,-5}{"read",-9}{Cell(result.Read.Before),14}{Cell(result.Read.During),16}{Cell(result.Read.After),16}{memory,16}  {answers}");
            to.WriteLine($"{"",-5}{"webhook",-9}{Cell(result.Webhook.Before),14}{Cell(result.Webhook.During),16}{Cell(result.Webhook.After),16}");
        }
        to.WriteLine();
        foreach (var note in report.Notes) to.WriteLine(note);
        foreach (var wrong in report.Wrong) to.WriteLine($"WRONG {wrong}");
    }

    private static string Cell(Latency latency) => string.Create(CultureInfo.InvariantCulture, $"{latency.MedianMs:0}, {latency.MaxMs:0}");
}
