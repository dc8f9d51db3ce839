using System.Globalization;
using System.Text;

namespace Balcao.Client.Variables;

/// <summary>A part of a previewed text.</summary>
/// <param name="IsUnknown">A variable that is not valid in the text, as written.</param>
public readonly record struct PreviewRun(string Text, bool IsUnknown);

/// <summary>How a text with variables looks to a customer, with example values. They are those of a Brazilian customer, whatever the screen speaks.</summary>
public static class VariablePreview
{
    public static IReadOnlyList<PreviewRun> Of(string text, VariableContext context, Me? me, DateTimeOffset now)
    {
        var known = VariableNames.In(context);
        var (runs, written) = (new List<PreviewRun>(), new StringBuilder());
        foreach (var part in VariableSyntax.Read(text))
        {
            if (part.Name is null || known.Contains(part.Name))
            {
                written.Append(part.Text);
                continue;
            }
            Flush();
            runs.Add(new PreviewRun(part.Text, IsUnknown: true));
        }
        Flush();
        return runs;

        void Flush()
        {
            if (written.Length > 0) runs.Add(new PreviewRun(VariableSyntax.Expand(written.ToString(), name => SampleOf(name, me, now)), IsUnknown: false));
            written.Clear();
        }
    }

    public static string? SampleOf(string name, Me? me, DateTimeOffset now) => name switch
    {
        VariableNames.TicketId => "019cad34-8e80-7000-8000-000000000001",
        VariableNames.TicketProtocol => "1042",
        VariableNames.TicketSubject => "Troca de produto",
        VariableNames.TicketStatus => "aberto",
        VariableNames.ContactName => "Lúcia Prado",
        VariableNames.ContactFirstName => "Lúcia",
        VariableNames.ContactPhone => "+55 11 98765-4321",
        VariableNames.AgentName => me?.Name ?? "Ana Souza",
        VariableNames.GroupName => me?.Groups.Count > 0 ? me.Groups[0].Name : "Atendimento",
        VariableNames.NumberDisplay => "+55 11 4000-0500",
        VariableNames.TenantName => me?.Tenant?.Name ?? "Loja Exemplo",
        VariableNames.QueuePosition => "3",
        VariableNames.Greeting => "bom dia",
        VariableNames.Date => now.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        VariableNames.Time => now.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => null,
    };
}
