using Balcao.Contract;
using Balcao.Macros;

namespace Balcao.Demo.World;

/// <summary>The macros of Loja Exemplo: for everybody, and for one group; with files and actions.</summary>
internal static class DemoMacros
{
    /// <summary>The files that macros send.</summary>
    public static readonly IReadOnlyList<MediaFile> Files = [MediaFile.Manual, MediaFile.Shelf];

    /// <summary>Each macro is followed by its files.</summary>
    public static IEnumerable<object> Rows(DateTimeOffset now) =>
    [
        .. New(now, null, "Saudação", "{greeting}, {contact.firstName|tudo bem}! Aqui é {agent.name}, da {tenant.name}. Como posso ajudar?"),
        .. New(now, null, "Só um instante", "Um momento, {contact.firstName|por favor}: já estou verificando."),
        .. New(now, Shop.Atendimento, "Prazo de entrega", "A entrega leva até *7 dias úteis*. O seu protocolo é o {ticket.protocol}.", actions: [Category(Cases.Prazo)]),
        .. New(now, Shop.Atendimento, "Manual de montagem", "Aqui está o manual, {contact.firstName|tudo bem}! A foto mostra a estante já montada.",
            [MediaFile.Manual, MediaFile.Shelf], [Category(Cases.Montagem), Tag("manual")]),
        .. New(now, Shop.Atendimento, "Aguardar a peça", "Pedimos a peça à fábrica e avisamos por aqui assim que chegar. Protocolo: {ticket.protocol}.", actions:
            [Tag("reposição"), new() { Kind = MacroActionKind.CloseChat, ResolvesTicket = false }, new() { Kind = MacroActionKind.SetTicketStatus, Status = TicketStatus.Waiting, WaitingReason = "Peça da fábrica" }]),
        .. New(now, Shop.Atendimento, "Passar para o financeiro", "Vou passar você para o nosso setor financeiro, que cuida disso. Um instante!", actions:
            [Category(Cases.Financeiro), new() { Kind = MacroActionKind.TransferToGroup, GroupId = Shop.Financeiro.Id }]),
        .. New(now, Shop.Atendimento, "Despedida", "Obrigado pelo contato, {contact.firstName|até logo}! Qualquer coisa, é só responder aqui.", actions:
            [new() { Kind = MacroActionKind.CloseChat, ResolvesTicket = true }]),
        .. New(now, Shop.Financeiro, "Segunda via do boleto", "Segue a segunda via do boleto. O pagamento aparece em até 2 dias úteis.", actions: [Category(Cases.Boleto), Tag("segunda via")]),
    ];

    private static MacroAction Category(CaseKind kind) => new() { Kind = MacroActionKind.SetCategory, CategoryId = kind.Id };

    private static MacroAction Tag(string tag) => new() { Kind = MacroActionKind.AddTag, Tag = tag };

    private static IEnumerable<object> New(
        DateTimeOffset now, Team? team, string name, string text, IReadOnlyList<MediaFile>? files = null, IReadOnlyList<MacroAction>? actions = null)
    {
        var macro = new Macro { TenantId = Shop.Loja.Id, Id = MacroId.New(now), Name = name, GroupId = team?.Id, Text = text };
        macro.WriteActions(actions ?? []);
        yield return macro;
        foreach (var (place, file) in (files ?? []).Index())
            yield return new MacroFile
            {
                TenantId = macro.TenantId, Id = MacroFileId.New(now), MacroId = macro.Id, Place = place, Kind = file.Kind, MimeType = file.MimeType, FileName = file.FileName,
                Sha256 = file.Sha256, Size = file.Bytes.Length,
            };
    }
}
