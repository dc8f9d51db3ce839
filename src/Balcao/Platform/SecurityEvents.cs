using System.Collections.Frozen;
using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Platform;

/// <summary>
/// Writes security events into the audit trail: a row in the transaction of what happened, and a log line once that is durable. Handlers
/// take it as a parameter; it contains who sends the request and from where. Changes of settings are written by <see cref="AuditTrail"/>.
/// </summary>
public sealed class SecurityEvents
{
    private readonly IServiceProvider _services;
    private readonly ClaimsPrincipal _actor;
    private readonly string? _address;

    private SecurityEvents(HttpContext context) => (_services, _actor, _address) =
        (context.RequestServices, context.User, ShortAddress.Of(context.Connection.RemoteIpAddress));

    public static SecurityEvents Of(HttpContext context) => new(context);

    /// <summary>Minimal APIs call it to bind a handler's parameter.</summary>
    public static ValueTask<SecurityEvents?> BindAsync(HttpContext context) => ValueTask.FromResult<SecurityEvents?>(Of(context));

    /// <summary>Writes it in the request's open unit of work; a rollback discards it.</summary>
    /// <param name="subject">The id of what it was done to.</param>
    /// <param name="detail">A word of the code or a count, never content.</param>
    public void Add(SecurityEventKind kind, TenantId? tenant, Guid? subject = null, string? detail = null) =>
        Write(_services.GetRequiredService<BalcaoDb>(), _services.GetRequiredService<UnitOfWork>(), New(kind, tenant, subject, detail));

    /// <summary>The same with the subject's name and its changed fields; see <see cref="AuditTrail"/>, which calls it.</summary>
    /// <param name="open">Null: the request's unit of work.</param>
    internal void Add(OpenWork? open, SecurityEventKind kind, TenantId? tenant, Guid subject, string? detail, AuditedSubject audited)
    {
        var happened = New(kind, tenant, subject, detail, audited);
        Write(open?.Db ?? _services.GetRequiredService<BalcaoDb>(), open?.Unit ?? _services.GetRequiredService<UnitOfWork>(), happened);
    }

    /// <summary>The tenant of who sends the request; null for an operator and for nobody.</summary>
    internal TenantId? TenantOfActor => TenantId.TryParse(_actor.FindFirstValue("tenant"), null, out var tenant) ? tenant : null;

    /// <summary>Writes it in a unit of work of its own: for what was refused. The request must have no other open.</summary>
    public Task RecordAsync(SecurityEventKind kind, TenantId? tenant, Guid? subject = null, string? detail = null)
    {
        var happened = New(kind, tenant, subject, detail);
        // It is written even if the client has cancelled the request.
        return _services.GetRequiredService<UnitsOfWork>().WriteAsync(TenantScope.OfPerson(tenant), open =>
        {
            Write(open.Db, open.Unit, happened);
            return Task.CompletedTask;
        }, CancellationToken.None);
    }

    /// <summary>
    /// Here the request's cookie may be of another person, even of another tenant, who was signed in in the same browser: the subject
    /// is who acts.
    /// </summary>
    private static readonly SecurityEventKind[] WithoutActor =
    [
        SecurityEventKind.SignedIn, SecurityEventKind.SignInFailed, SecurityEventKind.SignInLimited, SecurityEventKind.PasswordLinkUsed,
        SecurityEventKind.OperatorCreated, SecurityEventKind.FirstRunCodeWrong,
    ];

    private SecurityEvent New(SecurityEventKind kind, TenantId? tenant, Guid? subject, string? detail, AuditedSubject? audited = null)
    {
        var now = _services.GetRequiredService<TimeProvider>().GetUtcNow();
        return new SecurityEvent
        {
            Id = SecurityEventId.New(now),
            At = now,
            Kind = kind,
            TenantId = tenant,
            ActorId = !WithoutActor.Contains(kind) && Guid.TryParse(_actor.FindFirstValue("sub"), out var person) ? person : null,
            TokenId = ApiTokenId.TryParse(_actor.FindFirstValue("token_id"), null, out var token) ? token : null,
            SubjectId = subject,
            Address = _address,
            Detail = detail,
            SubjectKind = audited?.Kind,
            SubjectName = audited?.Name is { } name ? Clip.To(name, SecurityEvent.LongestSubjectName) : null,
            Changes = AuditChanges.ToText(audited?.Changes ?? []),
        };
    }

    private void Write(BalcaoDb db, UnitOfWork work, SecurityEvent happened)
    {
        db.Add(happened);
        work.AfterCommit(_ =>
        {
            Lines[happened.Kind](_services.GetRequiredService<ILogger<SecurityEvents>>(),
                happened.Kind, happened.SubjectId, happened.TenantId?.Value, happened.ActorId, happened.Address, null);
            return Task.CompletedTask;
        });
    }

    private static readonly SecurityEventKind[] Refused =
    [
        SecurityEventKind.SignInFailed, SecurityEventKind.SignInLimited, SecurityEventKind.CurrentPasswordWrong, SecurityEventKind.FirstRunCodeWrong,
    ];

    private static readonly FrozenDictionary<SecurityEventKind, Action<ILogger, SecurityEventKind, Guid?, Guid?, Guid?, string?, Exception?>> Lines =
        Enum.GetValues<SecurityEventKind>().ToFrozenDictionary(kind => kind, kind => LoggerMessage.Define<SecurityEventKind, Guid?, Guid?, Guid?, string?>(
            Refused.Contains(kind) ? LogLevel.Warning : LogLevel.Information, new EventId((int)kind, kind.ToString()),
            "{Event} of {Subject} in tenant {Tenant} by {Actor} from {Address}"));
}
