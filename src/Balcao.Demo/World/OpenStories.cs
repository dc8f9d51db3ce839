using static Balcao.Demo.World.MediaFile;
using static Balcao.Demo.World.Shop;
using static Balcao.Demo.World.Telling;

namespace Balcao.Demo.World;

/// <summary>A chat that is waiting or in service.</summary>
/// <param name="Agent">Null: nobody has taken it.</param>
/// <param name="LastLineAgo">The time between the last line and now.</param>
internal sealed record OpenChat(Customer Customer, CompanyNumber Number, Team Team, Employee? Agent, TimeSpan LastLineAgo, Story Story);

/// <summary>The chats that are open when the demo is created.</summary>
internal static class OpenStories
{
    public static readonly IReadOnlyList<OpenChat> All =
    [
        new(Customers.Julia, Main, Atendimento, Ana, TimeSpan.FromMinutes(2), new(
            Customer("{saudacao}! Minha geladeira parou de gelar e tem água no chão 😥"),
            Agent("{saudacao}, {nome}! Aqui é {agente}, da Loja Exemplo. Que chato, vamos resolver. O endereço ainda é o da entrega?").Liked("🙏"),
            Place(-22.9711, -43.1822, "Rua Barata Ribeiro, 502", "Copacabana, Rio de Janeiro, RJ"),
            Customer("Mudei mês passado, agora é esse aqui").Quoting(2),
            Agent("Atualizei seu cadastro. Pode me mandar uma foto do visor?"),
            Customer("Ih, mandei a foto do fogão sem querer").Revoked(),
            CustomerSends(Fridge, "Apareceu esse E5"),
            CustomerSends(Voice).Later(4),
            Note("Ouvi o áudio: desligou por 10 minutos e o código voltou. Na garantia até março. Peça provável: sensor 2110-B."),
            Agent("É o sensor do degelo, e a garantia cobre: a visita do técnico não tem custo.").Quoting(3).Liked("❤️"),
            Agent("O Adriano pode ir amanhã das 9h às 12h ou na quinta à tarde. O que fica melhor?"),
            Customer("Amanhã de manhã, perfeito!"))),

        new(Customers.Others[0], Main, Atendimento, Ana, TimeSpan.FromMinutes(7), new(
            Customer("Oi, a estante chegou hoje mas falta uma prateleira"),
            CustomerSends(Shelf, "Só vieram três"),
            Agent("Oi, {nome}! Que chato. Confere para mim se não veio presa atrás do fundo? Às vezes ela vai colada ali."),
            Customer("Olhei, não tem mesmo").Later(6),
            Agent("Obrigada por olhar. Já pedi a prateleira ao depósito, chega em dois dias úteis.").OnlyDelivered(),
            AgentSends(Manual, "E deixo o manual aqui, para o encaixe da prateleira do meio.").OnlyDelivered())),

        new(Customers.Others[5], Main, Atendimento, Ana, TimeSpan.FromMinutes(24), new(
            Customer("{saudacao}, o fogão que comprei é 5 bocas ou 4? Na nota está 4"),
            Agent("{saudacao}, {nome}! O seu é o Brasa 5 bocas, a descrição da nota saiu errada. Vou pedir a correção."),
            Customer("Ah tá, pode mandar a nota certa por aqui?"),
            Agent("Mando assim que sair, ainda hoje.").FailedWith(131026))),

        new(Customers.Others[1], Main, Atendimento, Bruno, TimeSpan.FromMinutes(5), new(
            Customer("Meu sofá veio com um rasgo no assento. Pedido 48532"),
            CustomerSends(Sofa, "Dá para ver no círculo"),
            Agent("{saudacao}, Roberto. Dá para ver bem, e isso não é uso: é defeito de costura. Você prefere a troca do assento ou do sofá inteiro?"),
            Customer("Só o assento resolve"),
            Card("Marlene (portaria)", "+55 11 98812-0900"),
            Customer("Deixem com a Marlene da portaria, ela recebe para mim").Liked(),
            Note("Assento Ipê 3 lugares, lado direito, tecido azul petróleo. Fábrica confirma até amanhã."),
            Agent("Perfeito, falo com a fábrica e volto com a data. O atendimento continua por aqui."),
            Customer("E o braço esquerdo, podem olhar também? Está meio frouxo"))),

        new(Customers.Others[2], Main, Atendimento, Bruno, TimeSpan.FromHours(25.5), new(
            Customer("{saudacao}, o guarda-roupa está com a porta raspando. Vocês mandam alguém?"),
            Agent("{saudacao}, Simone! Mandamos sim. Quando você está em casa esta semana?"),
            Customer("Preciso ver minha escala, te falo"),
            Agent("Combinado, fico no aguardo."))),

        new(Customers.Others[4], Main, Financeiro, Diego, TimeSpan.FromMinutes(11), new(
            Customer("Paguei o boleto ontem e o pedido ainda consta em aberto"),
            CustomerSends(Receipt, "comprovante"),
            Agent("{saudacao}, Larissa! Recebi o comprovante. O banco confirma em até um dia útil; já deixei o pedido reservado.").Quoting(1),
            Customer("Ok, me avisa quando cair?"))),

        new(Customers.Lucia, Main, Atendimento, null, TimeSpan.FromMinutes(4), new(
            Customer("{saudacao}, minha filha 🌷"),
            Customer("A entrega da minha lavadora ficou de vir hoje e até agora nada. Será que esqueceram de mim?"))),

        new(Customers.Marcos, Main, Atendimento, null, TimeSpan.FromMinutes(13), new(
            Customer("Opa, tudo bem?"),
            CustomerSends(Box, "Acabou de chegar assim. Recebo ou recuso?"),
            Customer("O motorista está aqui esperando"))),

        new(Customers.Theo, Main, Atendimento, null, TimeSpan.FromMinutes(1), new(
            Customer("Oi! Vi a mesa Jatobá no Instagram. Vocês entregam em Florianópolis?")
                .FromAd("Mesa Jatobá com 20% na primeira compra", "Madeira maciça, seis lugares. Fale com a Loja Exemplo pelo WhatsApp."),
            Customer("Meu CEP é 88010-100").Edited("Meu CEP é 88010-000"))),

        new(Customers.Others[9], Main, Atendimento, null, TimeSpan.FromMinutes(38), new(
            Customer("{saudacao}. O montador marcou às 14h e não veio"),
            Customer("Alguém pode me dar uma posição?").Later(9))),

        new(Customers.Others[3], Main, Atendimento, null, TimeSpan.FromMinutes(23 * 60 + 22), new(
            Customer("Boa noite, queria saber se ainda consigo cancelar o pedido 48077"),
            CustomerSends(Voice))),

        new(Customers.Others[6], Main, Financeiro, null, TimeSpan.FromMinutes(9), new(
            Customer("{saudacao}, a loja cobrou o frete duas vezes no meu cartão"))),

        new(Customers.Lucia, Elsewhere, Suporte, null, TimeSpan.FromMinutes(20), new(
            Customer("{saudacao}, minha internet caiu de novo"))),

        new(Customers.Others[12], Elsewhere, Suporte, Igor, TimeSpan.FromMinutes(16), new(
            Customer("O modem está com a luz vermelha"),
            Agent("{saudacao}! Aqui é {agente}, do suporte. Desligue o modem por um minuto e ligue de novo, por favor."),
            Customer("Voltou a verde, {obrigado}"))),
    ];
}
