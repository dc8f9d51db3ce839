using System.Globalization;
using Balcao.Contract;
using Balcao.Demo.World;

namespace Balcao.Demo;

/// <summary>The text that the demo prints at startup: in Portuguese, then in English.</summary>
internal static class Welcome
{
    private const string Start = "dotnet run --project src/Balcao.Demo";

    public const string OtherPorts = "Outras portas · other ports: Balcao__Urls=http://127.0.0.1:6080 Simulator__Urls=http://127.0.0.1:6090 " + Start;

    public const string StartAfresh = $"Começar de novo · start afresh: {Start} -- --fresh";

    public const string Usage = $"""
        {Start} [-- --fresh]

          --fresh    apaga os dados da demonstração e começa de novo · deletes the demo's data and starts anew

        {OtherPorts}
        Outra pasta · another folder: Balcao__DataFolder=/tmp/balcao {Start}
        PostgreSQL: Balcao__Database="Host=…" Balcao__DatabaseOwner="Host=…" {Start}
        """;

    public static string To(DemoProgram demo)
    {
        var people = string.Join('\n', Shop.SignIns.Select(who => $"    {who.Email,-24} {who.Name}, {In(who)}"));
        var data = demo.Settings.IsPostgres ? "PostgreSQL + " + Path.GetFullPath(demo.Settings.DataFolder) : Path.GetFullPath(demo.Settings.DataFolder);
        return $"""

            Balcao, demonstração · demo

              Atendimento · customer service   {demo.ServerUrl}
              Celulares · customers' phones    {demo.PhonesUrl}

              Entre como · sign in as          senha · password: {Shop.Password}
            {people}

              Escreva pelo celular de um cliente e responda como Ana.
              Write from a customer's phone and answer as Ana.

              API: curl -H "Authorization: Bearer {Shop.AdministratorsToken}" {demo.ServerUrl}/api/me
              Dados · data: {data}
              {StartAfresh}
              Parar · stop: Ctrl+C
            {Age(demo.World)}
            """;
    }

    private static string In(Employee who) => who.Role switch
    {
        Role.Administrator => $"administra · administers ({who.Company!.Name})",
        Role.Operator => "operador · operator (back office)",
        _ => $"atende · serves ({who.Company!.Name}, {string.Join(", ", who.Teams.Select(team => team.Name))})",
    };

    private static string Age(SeededWorld world) => world.IsStale
        ? string.Create(CultureInfo.InvariantCulture, $"""

              Este mundo é de {world.SeededAt:yyyy-MM-dd}: as janelas de 24 horas já fecharam. --fresh faz um novo.
              This world is of {world.SeededAt:yyyy-MM-dd}: its 24-hour windows have closed. --fresh makes a new one.

            """)
        : "";
}
