using Balcao.Chats;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Client;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Sending;

internal sealed partial class TypingIndicator(UnitsOfWork units, AccessTokens tokens, CloudApiClient client, ILogger<TypingIndicator> log) : ITypingIndicator
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    public async Task ShowAsync(TenantId tenant, ChannelId channel, string lastInboundWamid, CancellationToken ct)
    {
        try
        {
            var row = await units.ReadAsync(TenantScope.Of(tenant), open => open.Db.Numbers.AsNoTracking().SingleOrDefaultAsync(n => n.Id == channel, ct), ct);
            // A channel of another kind, or a number whose sending is held.
            if (row is not { SendingHeldSince: null }) return;
            var credentials = CredentialsOf(row, tokens);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(Within);
            var result = await client.MarkReadAsync(credentials, lastInboundWamid, showTyping: true, timeout.Token);
            if (!result.IsSuccess) LogNotShown(log, channel.Value, result.Outcome, result.Error?.Code);
        }
        catch (Exception e) when (e is OperationCanceledException or System.Security.Cryptography.CryptographicException)
        {
            LogNotShown(log, channel.Value, GraphOutcome.NotSent, null);
        }
    }

    internal static async Task<NumberCredentials> CredentialsOf(BalcaoDb db, ChannelId id, AccessTokens tokens, CancellationToken ct) =>
        CredentialsOf(await db.Numbers.AsNoTracking().SingleAsync(n => n.Id == id, ct), tokens);

    private static NumberCredentials CredentialsOf(Number number, AccessTokens tokens) => new(number.PhoneNumberId, tokens.Reveal(number));

    [LoggerMessage(4131, LogLevel.Debug, "Typing on number {Number} was not shown: {Outcome}, code {Code}")]
    private static partial void LogNotShown(ILogger log, Guid number, GraphOutcome outcome, int? code);
}
