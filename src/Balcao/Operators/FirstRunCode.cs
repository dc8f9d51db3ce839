using System.Security.Cryptography;
using System.Text;
using Balcao.Agents;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

/// <summary>
/// The code in the server's log with which a person becomes the first operator. It is derived from the installation's key, so
/// that it is the same on every node and after a restart. It is no longer valid once any person exists.
/// </summary>
public sealed class FirstRunCode(InstallationKey key)
{
    private const int Letters = 12;

    // Crockford's Base32, without characters that look alike. 60 bits.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly string _code = string.Concat(key.Derive("first-run").Take(Letters).Select(b => Alphabet[b % Alphabet.Length]));

    /// <summary>In the form that people read: <c>7K3M-Q2XA-9TBC</c>.</summary>
    public override string ToString() => string.Join('-', _code.Chunk(4).Select(chunk => new string(chunk)));

    public bool Matches(string? typed)
    {
        var plain = string.Concat((typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(plain), Encoding.ASCII.GetBytes(_code));
    }
}

/// <summary>Writes the code to the log when a server starts on which nobody can sign in yet.</summary>
internal sealed partial class FirstRunNotice(IServiceScopeFactory scopes, FirstRunCode code, Settings settings, ILogger<FirstRunNotice> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginReadAsync(TenantScope.Everyone, cancellationToken);
        var isNeeded = !await scope.ServiceProvider.GetRequiredService<BalcaoDb>().Persons.AnyAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        if (isNeeded) LogCode(log, settings.OwnUrl, code.ToString());
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(4001, LogLevel.Warning, "Nobody can sign in yet. Open {Url}/first-run and enter the code {Code}")]
    private static partial void LogCode(ILogger log, string url, string code);
}
