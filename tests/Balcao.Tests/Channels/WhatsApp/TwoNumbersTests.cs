using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>One group serves two numbers, and a customer writes to both.</summary>
public sealed class TwoNumbersTests(BalcaoApp app) : InboundTests(app)
{
    [Fact, Rule("A9")]
    public async Task A_customer_who_writes_to_both_numbers_is_one_contact_with_two_conversations()
    {
        using var clara = As(Clara);
        await clara.Api.LinkGroupAsync(Balcao501.Id, new LinkGroupRequest { GroupId = Atendimento }, Cancel);
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "Oi", Now);
        await ReceiveAsync(Balcao500, first);

        var second = Webhooks.Text(customer, "Oi por aqui também", Now);
        await ReceiveAsync(Balcao501, second);

        using var ana = As(Ana);
        var (here, there) = (await ana.Api.FindMessageAsync(first.Wamid, Cancel), await ana.Api.FindMessageAsync(second.Wamid, Cancel));
        Assert.Equal(here.Contact.Id, there.Contact.Id);
        Assert.NotEqual(here.ConversationId, there.ConversationId);
        Assert.NotNull(there.Message.ChatId);
        Assert.False(await App.ReadAsync(TenantScope.Everyone, db => db.Journal.AnyAsync(e => e.Outcome == JournalOutcome.SetAside)));
    }
}
