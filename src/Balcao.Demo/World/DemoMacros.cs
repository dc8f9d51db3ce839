using Balcao.Contract;
using Balcao.Macros;

namespace Balcao.Demo.World;

/// <summary>The macros of Loja Exemplo: for everybody, and for one group.</summary>
internal static class DemoMacros
{
    public static IEnumerable<Macro> Of(DateTimeOffset now)
    {
        yield return New(now, null, "Saudação", "{greeting}, {contact.firstName|tudo bem}! Aqui é {agent.name}, da {tenant.name}. Como posso ajudar?");
        yield return New(now, null, "Só um instante", "Um momento, {contact.firstName|por favor}: já estou verificando.");
        yield return New(now, Shop.Atendimento, "Prazo de entrega", "A entrega leva até *7 dias úteis*. O seu protocolo é o {ticket.protocol}.");
        yield return New(now, Shop.Atendimento, "Despedida", "Obrigado pelo contato, {contact.firstName|até logo}! Qualquer coisa, é só responder aqui.",
            new MacroAction { Kind = MacroActionKind.CloseChat, ResolvesTicket = true });
        yield return New(now, Shop.Financeiro, "Segunda via do boleto", "Segue a segunda via do boleto. O pagamento aparece em até 2 dias úteis.");
    }

    private static Macro New(DateTimeOffset now, Team? team, string name, string text, params IReadOnlyList<MacroAction> actions)
    {
        var macro = new Macro { TenantId = Shop.Loja.Id, Id = MacroId.New(now), Name = name, GroupId = team?.Id, Text = text };
        macro.Do(actions);
        return macro;
    }
}
