using Balcao.Contract;
using Balcao.Tickets;

namespace Balcao.Demo.World;

/// <summary>A kind of case of Loja Exemplo.</summary>
internal sealed record CaseKind(TicketCategoryId Id, CaseKind? Under, string Name, params IReadOnlyList<string> Tags);

/// <summary>The categories and fields of Loja Exemplo, and which story is about what.</summary>
internal static class Cases
{
    public static readonly CaseKind Entrega = New(51, null, "Entrega"), Prazo = New(52, Entrega, "Prazo", "transportadora"),
        Avaria = New(53, Entrega, "Avaria", "transportadora", "foto"), Falta = New(54, Entrega, "Peça faltando", "reposição"),
        Montagem = New(55, null, "Montagem", "montador"), Garantia = New(56, null, "Garantia", "assistência técnica"), Troca = New(57, null, "Troca e devolução"),
        Vendas = New(58, null, "Vendas"), Financeiro = New(59, null, "Financeiro"), Boleto = New(60, Financeiro, "Boleto", "segunda via"),
        Cobranca = New(61, Financeiro, "Cobrança em dobro", "estorno"), Pagamento = New(62, Financeiro, "Pagamento"), Nota = New(63, Financeiro, "Nota fiscal");

    private static readonly CaseKind[] Kinds = [Entrega, Prazo, Avaria, Falta, Montagem, Garantia, Troca, Vendas, Financeiro, Boleto, Cobranca, Pagamento, Nota];

    private static readonly TicketField Order = new() { TenantId = Shop.Loja.Id, Id = TicketFieldId.Of(Shop.Id(71)), Name = "Número do pedido", Kind = TicketFieldKind.Text };

    private static readonly TicketField Store = new()
    {
        TenantId = Shop.Loja.Id, Id = TicketFieldId.Of(Shop.Id(72)), Name = "Onde comprou", Kind = TicketFieldKind.Choice, ChoiceList = ["Site", "Loja do Centro", "Loja do Shopping"],
    };

    private static readonly Dictionary<Story, CaseKind> ByStory = new(
    [
        .. Pairs(PastStories.Service,
            Prazo, Avaria, Montagem, Vendas, Garantia, Troca, Montagem, Vendas, Falta, Vendas, Garantia, Garantia, Prazo, Prazo, Garantia, Vendas, Troca, Montagem, Pagamento, Garantia),
        .. Pairs(PastStories.Finance, Boleto, Cobranca, Pagamento, Nota, Cobranca),
        // Those who nobody serves yet have no category, and the last two are of another company.
        .. Pairs(OpenStories.All.Select(open => open.Story), Garantia, Falta, Nota, Troca, Montagem, Pagamento),
    ], ReferenceEqualityComparer.Instance);

    /// <summary>By the place of the story: what cannot wait.</summary>
    private static readonly Dictionary<Story, TicketUrgency> Urgencies = new(
    [
        new(PastStories.Service[6], TicketUrgency.High), new(PastStories.Service[12], TicketUrgency.Urgent), new(PastStories.Service[7], TicketUrgency.Low),
        new(PastStories.Service[15], TicketUrgency.Low), new(PastStories.Finance[1], TicketUrgency.High), new(OpenStories.All[0].Story, TicketUrgency.High),
        new(OpenStories.All[7].Story, TicketUrgency.Urgent), new(OpenStories.All[9].Story, TicketUrgency.High),
    ], ReferenceEqualityComparer.Instance);

    /// <summary>The rows of the settings.</summary>
    public static IEnumerable<object> Rows =>
    [
        .. Kinds.Select(kind => new TicketCategory { TenantId = Shop.Loja.Id, Id = kind.Id, ParentId = kind.Under?.Id, Name = kind.Name }), Order, Store,
    ];

    /// <summary>Gives the ticket what its story is about. A ticket may have several stories: the first says where it was bought.</summary>
    /// <returns>The rows that belong to it.</returns>
    public static IEnumerable<object> Describe(Ticket ticket, Story story, string order, bool isNew)
    {
        if (Urgencies.TryGetValue(story, out var urgency)) ticket.Urgency = urgency;
        if (!ByStory.TryGetValue(story, out var kind)) yield break;
        ticket.CategoryId = kind.Id;
        if (!isNew) yield break;
        foreach (var tag in kind.Tags) yield return new TicketTag { TenantId = ticket.TenantId, TicketId = ticket.Id, Tag = tag };
        if (kind == Vendas) yield break;
        yield return new TicketFieldValue { TenantId = ticket.TenantId, TicketId = ticket.Id, FieldId = Order.Id, Value = order };
        yield return new TicketFieldValue
        {
            TenantId = ticket.TenantId, TicketId = ticket.Id, FieldId = Store.Id, Value = Store.ChoiceList[order[^1] % Store.ChoiceList.Count],
        };
    }

    private static IEnumerable<KeyValuePair<Story, CaseKind>> Pairs(IEnumerable<Story> stories, params IEnumerable<CaseKind> kinds) =>
        stories.Zip(kinds, (story, kind) => new KeyValuePair<Story, CaseKind>(story, kind));

    private static CaseKind New(int id, CaseKind? under, string name, params IReadOnlyList<string> tags) => new(TicketCategoryId.Of(Shop.Id(id)), under, name, tags);
}
