using Balcao.Variables;

namespace Balcao.Demo.World;

/// <summary>A customer of the demo.</summary>
/// <param name="WaId">Digits with country code, as WhatsApp writes them; null: hidden behind a username.</param>
/// <param name="UserId">WhatsApp's business-scoped id; null if it is not known.</param>
internal sealed record Customer(string Name, string? WaId, bool IsWoman, string? Username = null, string? UserId = null)
{
    public string FirstName => new VariableValues { ContactName = Name }.ContactFirstName!;
}

internal static class Customers
{
    public static readonly Customer Lucia = new("Dona Lúcia", "5511999990001", IsWoman: true);

    /// <summary>WhatsApp writes his number without the ninth digit that people dial: +55 31 98888-0002.</summary>
    public static readonly Customer Marcos = new("Marcos", "553188880002", IsWoman: false);

    public static readonly Customer Julia = new("Júlia", "5521977770003", IsWoman: true, Username: "julia.prado");

    /// <summary>Known only by his user id and username, without a phone.</summary>
    public static readonly Customer Theo = new("Theo", null, IsWoman: false, Username: "theo.anon", UserId: "BR.4471009823561120447");

    /// <summary>The customers whose phones the simulator shows.</summary>
    public static readonly IReadOnlyList<Customer> Cast = [Lucia, Marcos, Julia, Theo];

    public static readonly IReadOnlyList<Customer> Others =
    [
        new("Patrícia Gomes", "5511988120411", true), new("Roberto Farias", "5511988120412", false), new("Simone Duarte", "5511988120413", true),
        new("Edson Pacheco", "5511988120414", false), new("Larissa Teixeira", "5511988120415", true), new("Wagner Moura Leite", "5511988120416", false),
        new("Cíntia Barros", "5513988120417", true), new("Aparecida Santos", "5519988120418", true), new("Gustavo Henrique Pires", "5519988120419", false),
        new("Neusa Carvalho", "5511988120420", true), new("Thiago Rocha", "5521988120421", false), new("Fernanda Lopes", "5521988120422", true),
        new("Seu Osvaldo", "5511988120423", false), new("Bianca Martins", "5511988120424", true), new("Paulo Sérgio Nogueira", "5512988120425", false),
        new("Vanessa Cardoso", "5511988120426", true), new("Rafael Antunes", "553188120427", false), new("Camila Freitas", "553188120428", true),
        new("Jorge Amaral", "554188120429", false), new("Tatiane Ramos", "554188120430", true), new("Luiz Fernando Braga", "555188120431", false),
        new("Márcia Regina Silva", "5511988120432", true), new("Alexandre Vieira", "5511988120433", false), new("Débora Nascimento", "5511988120434", true),
        new("Cláudio Batista", "557188120435", false), new("Jéssica Moraes", "557188120436", true), new("Antônio Queiroz", "558188120437", false),
        new("Rosângela Pinto", "558588120438", true), new("Felipe Guimarães", "5511988120439", false), new("Sueli Tavares", "5511988120440", true),
        new("Marcelo Bittencourt", "5511988120441", false), new("Priscila Andrade", "5511988120442", true), new("Vinícius Prates", "5527988120443", false),
        new("Elaine Cristina Souza", "5511988120444", true), new("Rodrigo Menezes", "5562988120445", false), new("Andréia Fonseca", "5511988120446", true),
        new("Henrique Salles", "5511988120447", false), new("Mônica Peixoto", "5511988120448", true), new("Caio Brandão", "5548988120449", false),
        new("Ivone Machado", "5511988120450", true),
    ];
}
