namespace Balcao.Demo.World;

/// <summary>What customers wrote outside the service hours: a ticket each, without a chat.</summary>
/// <param name="At">The local time of the first line, on the evening before.</param>
internal sealed record NightMessage(Customer Customer, TimeOnly At, params IReadOnlyList<string> Lines);

internal static class NightStories
{
    public static readonly IReadOnlyList<NightMessage> All =
    [
        new(Customers.Others[12], new TimeOnly(19, 24), "Boa noite, o boleto do pedido 48613 não abre aqui", "Aparece página não encontrada"),
        new(Customers.Others[27], new TimeOnly(21, 47), "Paguei duas vezes o mesmo boleto, como faço para receber de volta?"),
        new(Customers.Others[31], new TimeOnly(23, 5), "Consigo a nota fiscal do guarda-roupa no nome do meu marido?"),
    ];
}
