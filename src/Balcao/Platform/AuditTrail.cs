using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Platform;

/// <summary>
/// Writes changes of settings into the audit trail, in the transaction of the change. Handlers take it as a parameter. A record of
/// the fields, made before and after the change, is all it needs:
/// <code>audit.Changed("chatGroup", id, before, after);</code>
/// Only fields that differ are written; a property with <see cref="SecretAttribute"/> is named without its value. The record's
/// <c>Name</c>, if it has one, is the subject's name. Records contain no text of a customer.
/// </summary>
public sealed class AuditTrail
{
    private readonly SecurityEvents _events;

    private AuditTrail(HttpContext context) => _events = SecurityEvents.Of(context);

    public static AuditTrail Of(HttpContext context) => new(context);

    /// <summary>Minimal APIs call it to bind a handler's parameter.</summary>
    public static ValueTask<AuditTrail?> BindAsync(HttpContext context) => ValueTask.FromResult<AuditTrail?>(Of(context));

    /// <param name="subject">What was created, in camel case; the screens have its name in each language.</param>
    /// <param name="entry">Null: a plain entry for the tenant of who sends the request.</param>
    public void Created<TId, T>(string subject, TId id, T after, AuditEntry? entry = null) where TId : struct, IId<TId> where T : class =>
        Write(subject, id.Value, SecurityEventKind.SettingCreated, null, after, entry);

    /// <summary>Writes nothing if nothing differs.</summary>
    public void Changed<TId, T>(string subject, TId id, T before, T after, AuditEntry? entry = null) where TId : struct, IId<TId> where T : class =>
        Write(subject, id.Value, SecurityEventKind.SettingChanged, before, after, entry);

    public void Deleted<TId, T>(string subject, TId id, T before, AuditEntry? entry = null) where TId : struct, IId<TId> where T : class =>
        Write(subject, id.Value, SecurityEventKind.SettingDeleted, before, null, entry);

    private void Write(string subject, Guid id, SecurityEventKind usual, object? before, object? after, AuditEntry? entry)
    {
        var changes = AuditChanges.Between(before, after);
        if (changes.Count == 0 && before is not null && after is not null) return;
        var name = entry?.Name ?? AuditChanges.NameOf(after ?? before!);
        _events.Add(entry?.Open, entry?.Kind ?? usual, entry?.Tenant ?? _events.TenantOfActor, id, entry?.Detail, new AuditedSubject(subject, name, changes));
    }
}

/// <summary>What an entry has beyond the usual.</summary>
public sealed record AuditEntry
{
    /// <summary>A security event of its own, instead of a setting that was created, changed or deleted.</summary>
    public SecurityEventKind? Kind { get; init; }

    /// <summary>The subject's name, if the record has no <c>Name</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The tenant it concerns, if an operator does it.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>A word of the code or a count, never content.</summary>
    public string? Detail { get; init; }

    /// <summary>A unit of work that the handler has opened itself.</summary>
    public OpenWork? Open { get; init; }
}

/// <summary>The subject of an entry as it is stored.</summary>
internal sealed record AuditedSubject(string Kind, string? Name, IReadOnlyList<AuditChange> Changes);

/// <summary>A property whose value the audit trail must not contain.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
