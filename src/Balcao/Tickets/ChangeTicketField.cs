using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class ChangeTicketField
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/ticket-fields/{id}", Handle).RequireAuthorization(Permission.Administer)
        .WithSummary("Renames or disables a field, or changes its choices. Values that tickets have stay.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("name"), InputRefusals.Invalid("choices"), TicketRefusals.NameTaken, StaleSave.Example)
        .WithExample(new ChangeTicketFieldRequest { Name = "Voltagem", Choices = ["110 V", "220 V"] });

    private static async Task<Results<Ok<TicketFieldItem>, ProblemHttpResult>> Handle(
        TicketFieldId id, ChangeTicketFieldRequest request, CurrentAgent agent, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.TicketFields.SingleOrDefaultAsync(f => f.Id == id, ct) is not { } field) return InputRefusals.NotFound.ToProblem();
        if (await StaleSave.CheckAsync(db, agent, "field", id.Value, request.Version, field.Version, ct) is { } stale) return stale.ToProblem();
        if (await CheckAsync(db, id, request.Name, field.Kind, request.Choices, ct) is { } refusal) return refusal.ToProblem();
        var before = AuditedField.Of(field);
        (field.Name, field.ChoiceList, field.IsEnabled) = (request.Name.Trim(), Trimmed(request.Choices), request.IsEnabled);
        await db.SaveChangesAsync(ct);
        audit.Changed("field", id, before, AuditedField.Of(field));
        return TypedResults.Ok(field.ToItem());
    }

    internal static IReadOnlyList<string> Trimmed(IReadOnlyList<string> choices) => [.. choices.Select(c => c.Trim())];

    /// <summary>Null if it may be saved. Only a choice has choices, and it has some.</summary>
    internal static async Task<Refusal?> CheckAsync(BalcaoDb db, TicketFieldId id, string name, TicketFieldKind kind, IReadOnlyList<string> choices, CancellationToken ct)
    {
        if (InputRefusals.Check("name", name, TicketField.LongestName) is { } refusal) return refusal;
        if (choices.Any(c => string.IsNullOrWhiteSpace(c) || c.Trim().Length > TicketField.LongestChoice)
            || Trimmed(choices).Distinct().Count() != choices.Count || choices.Count > TicketField.MostChoices
            || (kind is TicketFieldKind.Choice) != (choices.Count > 0)) return InputRefusals.Invalid("choices");
        var trimmed = name.Trim();
        return await db.TicketFields.AnyAsync(f => f.Id != id && f.Name == trimmed, ct) ? TicketRefusals.NameTaken : null;
    }
}
