using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Balcao.Operators;

/// <summary>An operator creates a tenant, with its first administrator.</summary>
public static class CreateTenant
{
    private const string UsualTimeZone = "America/Sao_Paulo";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/tenants", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(CreateTenant)).WithSummary("Open a tenant with its first administrator").WithTags("Back office")
        .Refuses(InputRefusals.Required("name"), InputRefusals.Invalid("timeZone"), AgentRefusals.EmailTaken)
        .WithExample(new CreateTenantRequest
        {
            Name = "Loja Exemplo", TimeZone = UsualTimeZone, AdministratorName = "Clara Nunes", AdministratorEmail = "clara@loja.example",
        });

    static async Task<Results<Created<TenantCreated>, ProblemHttpResult>> Handle(
        CreateTenantRequest request, BalcaoDb db, PasswordLinks links, SecurityEvents events, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (InputRefusals.Check("name", request.Name, 120) is { } nameless) return nameless.ToProblem();
        var zone = string.IsNullOrWhiteSpace(request.TimeZone) ? UsualTimeZone : request.TimeZone.Trim();
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) return InputRefusals.Invalid("timeZone").ToProblem();

        var now = time.GetUtcNow();
        var tenant = new Tenant { Id = TenantId.New(now), Name = request.Name.Trim(), TimeZone = zone, CreatedAt = now };
        db.Add(tenant);
        var first = new NewAgent(request.AdministratorName, request.AdministratorEmail, Role.Administrator, "administratorName", "administratorEmail");
        var (agent, person, refusal) = await first.AddAsync(db, tenant.Id, now, ct);
        if (refusal is not null) return refusal.ToProblem();
        audit.Created("tenant", tenant.Id, new AuditedTenant(tenant.Name, tenant.TimeZone), new() { Kind = SecurityEventKind.TenantCreated, Tenant = tenant.Id });
        audit.Created("agent", agent!.Id, new AuditedNewAgent(agent.Name, person!.Email!, agent.Role),
            new() { Kind = SecurityEventKind.AgentCreated, Tenant = tenant.Id, Detail = agent.Role.ToString() });
        events.Add(SecurityEventKind.PasswordLinkMade, tenant.Id, person.Id);
        return TypedResults.Created((string?)null,
            new TenantCreated(tenant.ToItem(), agent.ToItem(person.Email!, isThere: false), links.For(person).Url));
    }
}
