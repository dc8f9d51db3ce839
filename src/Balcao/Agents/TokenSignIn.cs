using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Balcao.Agents;

/// <summary>Programs sign in with <c>Authorization: Bearer</c> and an API token.</summary>
internal sealed class TokenSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Access access, IServiceScopeFactory scopes)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The precision of the time of last use: a program that calls often must not cause a write for every read.</summary>
    private static readonly TimeSpan UseKnownTo = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)) return AuthenticateResult.NoResult();
        if (!header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || header.Parameter is not { Length: > 0 } secret)
            return AuthenticateResult.NoResult();
        if (await access.OfTokenAsync(secret, Context.RequestAborted) is not { } found) return AuthenticateResult.Fail("No such token.");

        var now = TimeProvider.GetUtcNow();
        if (found.Token.LastUsedAt is null || found.Token.LastUsedAt <= now - UseKnownTo) Response.OnCompleted(() => NoteUseAsync(found.Token, now));
        return AuthenticateResult.Success(new AuthenticationTicket(found.Principal, Scheme.Name));
    }

    private async Task NoteUseAsync(ApiToken token, DateTimeOffset now)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(TenantScope.Of(token.TenantId), CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<BalcaoDb>().ApiTokens
            .Where(t => t.Id == token.Id && (t.LastUsedAt == null || t.LastUsedAt < now))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now));
        await work.CommitAsync(CancellationToken.None);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
