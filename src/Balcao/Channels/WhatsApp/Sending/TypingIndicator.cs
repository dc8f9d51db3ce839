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

    public async Task ShowAsync(TenantId tenant, ChannelId number, string lastInboundWamid, CancellationToken ct)
    {
        try
        {
            var credentials = await units.ReadAsync(TenantScope.Of(tenant), open => CredentialsOf(open.Db, number, tokens, ct), ct);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(Within);
            var result = await client.MarkReadAsync(credentials, lastInboundWamid, showTyping: true, timeout.Token);
            if (!result.IsSuccess) LogNotShown(log, number.Value, result.Outcome, result.Error?.Code);
        }
        catch (Exception e) when (e is OperationCanceledException or System.Security.Cryptography.CryptographicException)
        {
            LogNotShown(log, number.Value, GraphOutcome.NotSent, null);
        }
    }

    internal static async Task<NumberCredentials> CredentialsOf(BalcaoDb db, ChannelId id, AccessTokens tokens, CancellationToken ct)
    {
        var number = await db.Numbers.AsNoTracking().SingleAsync(n => n.Id == id, ct);
        return new NumberCredentials(number.PhoneNumberId, tokens.Reveal(number));
    }

    [LoggerMessage(4131, LogLevel.Debug, "Typing on number {Number} was not shown: {Outcome}, code {Code}")]
    private static partial void LogNotShown(ILogger log, Guid number, GraphOutcome outcome, int? code);
}
