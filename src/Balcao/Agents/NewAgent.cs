using System.Net.Mail;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>The data of a new agent, with the names of the fields for refusals.</summary>
public sealed record NewAgent(string Name, string Email, Role Role, string NameField = "name", string EmailField = "email")
{
    public const int LongestName = 120;

    public const int LongestEmail = 256;

    /// <summary>Adds person and agent to the tenant; refused if the e-mail exists anywhere in the installation.</summary>
    public async Task<(Agent? Agent, Person? Person, Refusal? Refusal)> AddAsync(BalcaoDb db, TenantId tenant, DateTimeOffset now, CancellationToken ct)
    {
        if (Role is not (Role.Agent or Role.Administrator)) return (null, null, InputRefusals.Invalid("role"));
        if (InputRefusals.Check(NameField, Name, LongestName) is { } nameless) return (null, null, nameless);
        if (await CheckEmailAsync(db, EmailField, Email, ct) is { } refusal) return (null, null, refusal);

        var agent = new Agent { TenantId = tenant, Id = AgentId.New(now), Name = Name.Trim(), Role = Role, CreatedAt = now };
        var person = Person.OfTenant(tenant, agent.Id, Email.Trim());
        db.Add(agent);
        db.Add(person);
        return (agent, person, null);
    }

    /// <summary>Null if the e-mail is free. If two requests use it at the same time, the unique index refuses one.</summary>
    public static async Task<Refusal?> CheckEmailAsync(BalcaoDb db, string field, string? email, CancellationToken ct)
    {
        if (InputRefusals.Check(field, email, LongestEmail) is { } refusal) return refusal;
        if (!MailAddress.TryCreate(email!.Trim(), out var parsed) || parsed.Address != email.Trim() || Unicode.Clean(email) != email) return InputRefusals.Invalid(field);
        var normalized = Person.NormalizeEmail(email);
        return await db.PersonWithEmail(normalized).AnyAsync(ct) ? AgentRefusals.EmailTaken.About(field) : null;
    }
}
