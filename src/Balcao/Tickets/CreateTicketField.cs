using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class CreateTicketField
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/ticket-fields", Handle).RequireAuthorization(Permission.Administer)
        .WithSummary("Creates a field: text, number, date or choice.")
        .Refuses(InputRefusals.Required("name"), InputRefusals.Invalid("choices"), TicketRefusals.NameTaken, TicketRefusals.TooMany(TicketField.Most))
        .WithExample(new CreateTicketFieldRequest { Name = "Número de série", Kind = TicketFieldKind.Text });

    private static async Task<Results<Ok<TicketFieldItem>, ProblemHttpResult>> Handle(
        CreateTicketFieldRequest request, CurrentAgent agent, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        var id = TicketFieldId.New(time.GetUtcNow());
        if (await ChangeTicketField.CheckAsync(db, id, request.Name, request.Kind, request.Choices, ct) is { } refusal) return refusal.ToProblem();
        if (await db.TicketFields.CountAsync(ct) >= TicketField.Most) return TicketRefusals.TooMany(TicketField.Most).ToProblem();
        var field = new TicketField { TenantId = agent.TenantId, Id = id, Name = request.Name.Trim(), Kind = request.Kind, ChoiceList = ChangeTicketField.Trimmed(request.Choices) };
        db.Add(field);
        audit.Created("field", id, AuditedField.Of(field));
        return TypedResults.Ok(field.ToItem());
    }
}
