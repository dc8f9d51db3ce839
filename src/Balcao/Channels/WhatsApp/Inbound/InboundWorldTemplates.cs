using Balcao.Contract;
using Balcao.Templates;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Accounts whose templates changed according to WhatsApp: their templates are read again soon after.</summary>
internal sealed partial class InboundWorld
{
    /// <summary>
    /// Several templates are often reviewed together, each with an update of its own: one reading after this time covers
    /// all.
    /// </summary>
    private static readonly TimeSpan TemplatesSettle = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(TenantId Tenant, string WabaId), ChannelId> _changedTemplates = [];

    /// <summary>Returns false if no tenant has a number of the account.</summary>
    public bool ReadTemplatesAgain(WebhookUpdate update)
    {
        var numbers = NumbersOf(update);
        // Any number of the account can read them; always the same one is chosen, so that there is one job.
        foreach (var number in numbers.OrderBy(n => n.Id.Value)) _changedTemplates.TryAdd((number.TenantId, number.WabaId), number.Id);
        return numbers.Count > 0;
    }

    public async Task AskForTemplatesAsync(CancellationToken ct)
    {
        foreach (var ((tenant, waba), number) in _changedTemplates)
            await TemplateReading.AskAsync(db, tenant, number, waba, now, TemplatesSettle, ct);
    }
}
