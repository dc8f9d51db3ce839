namespace Balcao.Contract;

/// <summary>What happened. The number is the event's id in the log. Number and name never change; docs/operating.md lists them.</summary>
public enum SecurityEventKind
{
    SignedIn = 5001,
    SignInFailed = 5002,
    SignInLimited = 5003,
    SignedOut = 5004,
    SignInsEnded = 5005,
    PasswordChanged = 5006,
    CurrentPasswordWrong = 5007,
    PasswordLinkMade = 5008,
    PasswordLinkUsed = 5009,
    AgentCreated = 5010,
    AgentEnabled = 5011,
    AgentDisabled = 5012,
    RoleChanged = 5013,
    TokenCreated = 5014,
    TokenRevoked = 5015,
    GroupMembersChanged = 5016,
    OperatorCreated = 5021,
    FirstRunCodeWrong = 5022,
    TenantCreated = 5023,
    NumberReleased = 5024,
    AccessTokenReplaced = 5025,
    SetAsideRetried = 5026,
    SettingCreated = 5031,
    SettingChanged = 5032,
    SettingDeleted = 5033,
}

/// <summary>An entry of the audit trail: who did what to what, when, with which values before and after.</summary>
/// <param name="Actor">Null: a rule of the product did it, or somebody who was not signed in.</param>
/// <param name="Address">The network the request came from, without the part that identifies a person.</param>
/// <param name="Detail">A word of the code, such as the new role, or a count.</param>
/// <param name="TenantName">For operators: the tenant it concerns.</param>
public sealed record AuditItem(
    SecurityEventId Id, DateTimeOffset At, SecurityEventKind Kind, AuditActor? Actor, AuditSubject? Subject, string? Address, string? Detail,
    IReadOnlyList<AuditChange> Changes, string? TenantName);

/// <param name="Name">Null for an operator, whose name a tenant does not see.</param>
/// <param name="TokenName">The API token by which a program did it for that person.</param>
public sealed record AuditActor(PersonId Id, string? Name, bool IsOperator, string? TokenName);

/// <param name="Kind">What the subject is, for example <c>chatGroup</c>; null if the event says it.</param>
/// <param name="Name">Its name when it happened; null if it has none.</param>
public sealed record AuditSubject(string? Kind, Guid Id, string? Name);

/// <summary>A field with its values as text; the items of a list are lines. A secret is named without its values.</summary>
public sealed record AuditChange(string Field, string? Before, string? After, bool IsSecret = false);

/// <summary>Which entries of the audit trail are wanted; null: all.</summary>
public sealed record AuditFilter
{
    /// <summary>Entries by this person and about this person.</summary>
    public Guid? Person { get; init; }

    public SecurityEventKind? Kind { get; init; }

    /// <summary>The kind of the subject, for example <c>chatGroup</c>.</summary>
    public string? Subject { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>The first instant after the wanted period.</summary>
    public DateTimeOffset? To { get; init; }
}
