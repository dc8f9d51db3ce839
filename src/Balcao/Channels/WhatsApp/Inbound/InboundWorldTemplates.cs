using Balcao.Contract;
using Balcao.Templates;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Accounts of whose templates WhatsApp told something: they are read again, soon after.</summary>
internal sealed partial class InboundWorld
{
    /// <summary>A review ends for several at once, and each is told by itself: one reading sees them all.</summary>
    private static readonly TimeSpan TemplatesSettle = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(TenantId Tenant, string WabaId), ChannelId> _changedTemplates = [];

    /// <summary>False where nobody here has the account.</summary>
    public bool ReadTemplatesAgain(WebhookUpdate update)
    {
        var numbers = NumbersOf(update);
        // Any of the account's numbers can read them; always the same one, so that one job is enough.
        foreach (var number in numbers.OrderBy(n => n.Id.Value)) _changedTemplates.TryAdd((number.TenantId, number.WabaId), number.Id);
        return numbers.Count > 0;
    }

    public async Task AskForTemplatesAsync(CancellationToken ct)
    {
        foreach (var ((tenant, waba), number) in _changedTemplates)
            await TemplateReading.AskAsync(db, tenant, number, waba, now, TemplatesSettle, ct);
    }
}
